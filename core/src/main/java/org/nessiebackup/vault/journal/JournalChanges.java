package org.nessiebackup.vault.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.JournalRows;
import org.nessiebackup.segment.HeldSegment;
import org.nessiebackup.segment.TupleStream;

/** The rows of the next file, which are held in memory until it is published. One thread. */
public final class JournalChanges implements AutoCloseable {
  /** No row is longer, so that a file that was not yet full can hold it; in bytes. */
  public static final long LONGEST_ROW = 6L << 20;

  /** A file with more is full, in bytes; others can be compressed with it. */
  private static final long FULL = 3L << 20;

  /** A file has no more transactions, since it names each. */
  private static final int MOST_TRANSACTIONS = 10_000;

  private final ChangeColumns columns;
  private final Opening opening;
  private Optional<Open> open = Optional.empty();
  private Optional<JournalFile.Unfinished> last;
  private int transactions;

  /** Begins a stream, once there is something for it. */
  @FunctionalInterface
  interface Opening {
    HeldSegment open() throws IOException;
  }

  private record Open(HeldSegment segment, TupleStream stream) {}

  JournalChanges(ChangeColumns columns, Optional<JournalFile.Unfinished> before, Opening opening) {
    this.columns = columns;
    this.last = before;
    this.opening = opening;
  }

  /**
   * Takes the next change.
   *
   * @throws BackupException {@link Failure#CATALOG_UNSUITABLE} if the row is larger than a file can
   *     hold
   */
  public void add(ChangeRow row) {
    JournalFile.Unfinished place = new JournalFile.Unfinished(row.commit(), row.seq());
    if (last.filter(before -> !isBehind(before, place)).isPresent()) {
      throw new IllegalArgumentException(
          "change %d of %s is not behind the one before".formatted(row.seq(), row.commit()));
    }
    if (columns.length(row) > LONGEST_ROW) {
      throw Failure.CATALOG_UNSUITABLE.exception(
          "a row of %,d bytes was changed, and the journal holds none of more than %,d"
              .formatted(columns.length(row), LONGEST_ROW),
          "Rely on backups, which hold rows of any size.");
    }
    try {
      stream().add(columns.tuple(row));
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    if (last.filter(before -> before.commit().equals(row.commit())).isEmpty()) {
      transactions++;
    }
    last = Optional.of(place);
  }

  private TupleStream stream() throws IOException {
    if (open.isEmpty()) {
      HeldSegment segment = opening.open();
      open = Optional.of(new Open(segment, new TupleStream(segment)));
    }
    return open.get().stream();
  }

  private static boolean isBehind(JournalFile.Unfinished before, JournalFile.Unfinished place) {
    int order = place.commit().compareTo(before.commit());
    return order > 0 || (order == 0 && place.seq() > before.seq());
  }

  /** Whether the file is to be published before more is added. */
  public boolean isFull() {
    return transactions >= MOST_TRANSACTIONS
        || open.filter(each -> each.segment().rawBytes() >= FULL).isPresent();
  }

  /** Whether nothing was added. */
  public boolean isEmpty() {
    return open.isEmpty();
  }

  /** The transaction that goes beyond a position, which has not all its rows in this file. */
  Optional<JournalFile.Unfinished> unfinished(Lsn to) {
    return last.filter(each -> each.commit().compareTo(to) >= 0);
  }

  /** What was added, of which nothing is held any more. */
  Optional<HeldSegment.Finished> finish() throws IOException {
    if (open.isEmpty()) {
      return Optional.empty();
    }
    Open all = open.get();
    open = Optional.empty();
    try (HeldSegment segment = all.segment()) {
      all.stream().finish();
      return Optional.of(segment.finish());
    }
  }

  /** The rows as a file has them. */
  static JournalRows described(
      HeldSegment.Finished finished, Optional<JournalRows.Range> dictionary) {
    return new JournalRows(
        finished.summary().rows(),
        finished.summary().rawBytes(),
        dictionary,
        new JournalRows.Content(finished.content()));
  }

  /** Frees memory; after an error, the place to call it. */
  @Override
  public void close() throws IOException {
    if (open.isPresent()) {
      open.get().segment().close();
    }
  }
}
