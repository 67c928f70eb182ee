package org.nessiebackup.vault.journal;

import java.io.IOException;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.JournalRows;
import org.nessiebackup.segment.DamagedSegmentException;
import org.nessiebackup.segment.SegmentDecoder;
import org.nessiebackup.segment.SegmentDictionary;
import org.nessiebackup.segment.SegmentReader;
import org.nessiebackup.segment.StreamHistory;

/** Reads the rows of files of one epoch, in their order. One thread. */
public final class JournalRowsReader {
  private final JournalRoom room;
  private final JournalFiles files;
  private final ChangeColumns columns;
  private final StreamHistory history = new StreamHistory(JournalRows.MOST_OF_DICTIONARY);

  JournalRowsReader(JournalRoom room, JournalFiles files) {
    this.room = room;
    this.files = files;
    this.columns = ChangeColumns.of(files.epoch().document());
  }

  /**
   * Reads the rows of some files, and before those what they are compressed with.
   *
   * @param first the first number, from 1
   * @param last the last number
   * @param sink takes the changes; those of a file once all of it was checked
   * @throws BackupException as {@link JournalFiles#read}; {@link Failure#KEY_MISSING} or {@link
   *     Failure#KEY_WRONG}
   */
  public void read(long first, long last, ChangeSink sink) {
    read(first, last, file -> {}, sink);
  }

  /**
   * The same.
   *
   * @param each takes each file, before its changes
   */
  public void read(long first, long last, JournalFiles.FileSink each, ChangeSink sink) {
    history.clear();
    files.read(
        first,
        last,
        file -> {
          each.accept(file);
          if (file.rows().isPresent()) {
            JournalRows rows = file.rows().get();
            Optional<JournalRows.Range> before =
                rows.dictionary().filter(range -> range.since() < first);
            if (before.isPresent() && history.first().isEmpty()) {
              remember(before.get().since(), first - 1);
            }
            pass(file, rows, sink);
          }
        });
  }

  private void remember(long first, long last) {
    files.read(
        first,
        last,
        file -> {
          if (file.rows().isPresent()) {
            stream(file, file.rows().get());
          }
        });
  }

  private void pass(JournalFile file, JournalRows rows, ChangeSink sink) throws IOException {
    ChangeScanner scanner = new ChangeScanner(columns, sink);
    byte[] stream = stream(file, rows);
    try {
      scanner.accept(stream, 0, stream.length);
      scanner.finish();
    } catch (DamagedSegmentException e) {
      throw damaged(what(file), e.getMessage(), e);
    }
  }

  private String what(JournalFile file) {
    return "file %d of epoch \"%s\"".formatted(file.number(), files.epoch().id());
  }

  /** The COPY binary stream of a file, which is remembered for those after it. */
  private byte[] stream(JournalFile file, JournalRows rows) throws IOException {
    String what = what(file);
    try {
      byte[] stream =
          SegmentReader.readAtOnce(
              rows.content().lent(),
              new SegmentDecoder(
                  room.keys().decryption(file.protection(), what),
                  rows.dictionary().map(range -> dictionary(what, range))),
              columns.fields(),
              new SegmentReader.HeldRows(rows.rows(), rows.rawBytes(), Optional.empty()));
      history.add(file.number(), stream);
      return stream;
    } catch (DamagedSegmentException e) {
      throw damaged(what, e.getMessage(), e);
    }
  }

  private SegmentDictionary dictionary(String what, JournalRows.Range range) {
    return history
        .between(range.first(), range.last())
        .orElseThrow(
            () ->
                damaged(
                    what,
                    "it is compressed with files %d to %d, which are not there"
                        .formatted(range.first(), range.last()),
                    null));
  }

  private static BackupException damaged(String what, String why, Throwable cause) {
    return Failure.DAMAGED.exception(
        "%s is damaged: %s".formatted(what, why),
        "What stands before it can be used, and so can every backup; `verify --all` shows which are"
            + " whole.",
        cause);
  }
}
