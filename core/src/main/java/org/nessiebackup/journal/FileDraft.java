package org.nessiebackup.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.journal.ChangeRow;

/** What goes into the next file. */
final class FileDraft {
  /** What the object of a row takes besides its values, about. */
  private static final int AROUND = 200;

  /** One with more is full, in bytes. */
  private static final long FULL = 4L << 20;

  private static final int MOST_TRANSACTIONS = 10_000;

  private final List<ChangeRow> rows = new ArrayList<>();
  private final List<JournalFile.Transaction> transactions = new ArrayList<>();
  private final List<JournalFile.Mark> marks = new ArrayList<>();
  private final List<Lsn> ends = new ArrayList<>();
  private long bytes;

  void add(ChangeRow row) {
    rows.add(row);
    bytes += AROUND + row.fields().stream().mapToLong(FileDraft::length).sum();
  }

  private static long length(byte[] value) {
    return value == null ? 0 : value.length;
  }

  /**
   * A transaction is complete.
   *
   * @param names points that it names
   * @param end behind its commit
   */
  void complete(JournalFile.Transaction transaction, List<JournalFile.Mark> names, Lsn end) {
    transactions.add(transaction);
    marks.addAll(names);
    ends.add(end);
  }

  /** Takes the changes of a transaction out. */
  void forget(Lsn commit) {
    rows.removeIf(row -> row.commit().equals(commit));
  }

  /** Takes out all transactions whose commit is not before a position. */
  void forgetFrom(Lsn position) {
    rows.removeIf(row -> row.commit().compareTo(position) >= 0);
    marks.removeIf(mark -> mark.commit().compareTo(position) >= 0);
    while (!transactions.isEmpty() && transactions.getLast().commit().compareTo(position) >= 0) {
      transactions.removeLast();
      ends.removeLast();
    }
  }

  List<ChangeRow> rows() {
    return List.copyOf(rows);
  }

  List<JournalFile.Transaction> transactions() {
    return List.copyOf(transactions);
  }

  List<JournalFile.Mark> marks() {
    return List.copyOf(marks);
  }

  /** Behind the last transaction that is complete; absent if none is. */
  Optional<Lsn> behind() {
    return ends.isEmpty() ? Optional.empty() : Optional.of(ends.getLast());
  }

  /** Whether it is to be stored before more is added. */
  boolean isFull() {
    return bytes >= FULL || transactions.size() >= MOST_TRANSACTIONS;
  }

  /** Whether nothing in it is complete. */
  boolean isEmpty() {
    return transactions.isEmpty();
  }
}
