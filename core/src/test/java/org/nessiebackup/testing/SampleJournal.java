package org.nessiebackup.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.nessiebackup.Lsn;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.journal.ChangeRow;
import org.nessiebackup.vault.journal.JournalEpochDraft;
import org.nessiebackup.vault.journal.JournalWriter;

/** A journal of made up transactions, one in each file if not told otherwise. */
public final class SampleJournal {
  /** When it begins. */
  public static final Instant BEGUN = SampleManifests.TIME;

  private static final long START = 0x1_0000_0000L;

  private SampleJournal() {}

  /** An epoch that begins now. */
  public static JournalEpochDraft draft(Optional<JournalEpoch.Before> follows, Lsn start) {
    return new JournalEpochDraft(
        BEGUN,
        new CatalogPlace("7402918374650192837", 1, "nessie", 16384, "15.4", "nessie", "JDBC2"),
        "nessie_backup",
        start,
        follows,
        new JournalEpoch.Table(16400, shape("refs2", 2)),
        new JournalEpoch.Table(16410, shape("objs2", 3)));
  }

  /** The first one. */
  public static JournalEpochDraft draft() {
    return draft(Optional.empty(), new Lsn(START));
  }

  private static TableShape shape(String name, int columns) {
    return SampleManifests.table(name, columns, 0, "0".repeat(64), List.of()).shape();
  }

  /** The position of the commit of a transaction, by its number from 1. */
  public static Lsn commit(int transaction) {
    return new Lsn(START + 0x100L * transaction);
  }

  /** When that is. */
  public static Instant at(int transaction) {
    return BEGUN.plusSeconds(transaction);
  }

  /** Some changes of a transaction: rows that repeat most of those of others. */
  public static List<ChangeRow> changes(int transaction, int rows) {
    ChangeRow.Transaction of =
        new ChangeRow.Transaction(commit(transaction), 1_000_000L * transaction, transaction);
    List<ChangeRow> changes = new ArrayList<>();
    for (int i = 1; i <= rows; i++) {
      boolean reference = i == rows;
      changes.add(
          new ChangeRow(
              of,
              i,
              reference ? ChangeRow.Operation.UPDATED : ChangeRow.Operation.INSERTED,
              reference ? ChangeRow.Table.REFERENCES : ChangeRow.Table.OBJECTS,
              reference ? 2 : 0,
              reference
                  ? Arrays.asList(text("main"), null)
                  : Arrays.asList(text(transaction + "/" + i), index(transaction), null)));
    }
    return changes;
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] index(int seed) {
    byte[] index = new byte[5_000];
    new Random(7).nextBytes(index);
    byte[] own = new byte[50];
    new Random(seed).nextBytes(own);
    System.arraycopy(own, 0, index, seed % 100 * 50, own.length);
    return index;
  }

  /** Publishes a file with one transaction of three rows. */
  public static JournalFile publish(JournalWriter writer, int transaction) {
    return publish(writer, transaction, Optional.empty());
  }

  /** The same, and somebody has named that transaction. */
  public static JournalFile publish(JournalWriter writer, int transaction, String mark) {
    return publish(
        writer,
        transaction,
        List.of(new JournalFile.Mark(mark, commit(transaction))),
        Optional.empty());
  }

  /** The same, as the last one of its epoch, if there is a reason. */
  public static JournalFile publish(
      JournalWriter writer, int transaction, Optional<JournalFile.End> end) {
    return publish(writer, transaction, List.of(), end);
  }

  private static JournalFile publish(
      JournalWriter writer,
      int transaction,
      List<JournalFile.Mark> marks,
      Optional<JournalFile.End> end) {
    List<ChangeRow> changes = changes(transaction, 3);
    changes.forEach(writer.changes()::add);
    return writer.publish(
        new Lsn(commit(transaction).value() + 1),
        at(transaction),
        new JournalWriter.Named(
            List.of(
                new JournalFile.Transaction(
                    commit(transaction), at(transaction), transaction, changes.size())),
            marks),
        end);
  }
}
