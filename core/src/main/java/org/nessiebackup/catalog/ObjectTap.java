package org.nessiebackup.catalog;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.segment.CopyBinaryScanner;
import org.nessiebackup.vault.rows.BackupRows;
import org.nessiebackup.vault.rows.PartRows;
import org.nessiebackup.vault.rows.RowTap;

/**
 * The objects of a backup, out of segments that somebody else reads. Whoever reads them is not
 * disturbed by what goes wrong here: that is reported at the end.
 */
public final class ObjectTap implements RowTap {
  private final BackupRows rows;
  private final String table;
  private final Consumer<ObjectRow> listener;
  private final Map<Stored, BackupRows.Part> parts = new HashMap<>();
  private final LongAdder passed = new LongAdder();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** Where a segment is stored. */
  private record Stored(BackupId backup, String object) {}

  ObjectTap(BackupRows rows, String table, Consumer<ObjectRow> listener) {
    this.rows = rows;
    this.table = table;
    this.listener = listener;
    for (BackupRows.Part part : rows.parts(table)) {
      parts.put(new Stored(part.from().backup().id(), part.segment().object()), part);
    }
  }

  @Override
  public Optional<Flow> of(BackupId backup, SegmentEntry segment) {
    return Optional.ofNullable(parts.get(new Stored(backup, segment.object()))).map(Objects::new);
  }

  /**
   * To be called when all segments were read and found to be what was written.
   *
   * @throws BackupException if the listener did not get all objects; what it has got counts for
   *     nothing then
   */
  public void requireAll() {
    switch (failure.get()) {
      case null -> {}
      case BackupException known -> throw known;
      case RuntimeException unexpected -> throw unexpected;
      case Error error -> throw error;
      case Throwable damaged -> throw damaged(damaged.getMessage(), damaged);
    }
    long expected = rows.backup().table(table).orElseThrow().wholeRows();
    if (passed.sum() != expected) {
      throw damaged(
          "table \"%s\" has %d rows instead of %d".formatted(table, passed.sum(), expected), null);
    }
  }

  private BackupException damaged(String what, Throwable cause) {
    return Failure.DAMAGED.exception(
        "backup \"%s\" is damaged: %s".formatted(rows.backup().id(), what),
        BackupCatalog.DAMAGED,
        cause);
  }

  /** Those of one segment. */
  private final class Objects implements Flow {
    private final CopyBinaryScanner scanner;
    private final PartRows wanted;

    Objects(BackupRows.Part part) {
      TableShape shape = part.table().shape();
      scanner =
          new CopyBinaryScanner(shape.columns().size(), NessieRows.passingObjects(shape, listener));
      wanted = rows.rows(part, scanner::accept);
    }

    @Override
    public void accept(byte[] bytes, int offset, int length) {
      attempt(() -> wanted.accept(bytes, offset, length));
    }

    @Override
    public void finish() {
      attempt(
          () -> {
            wanted.finish();
            scanner.finish();
            passed.add(scanner.rows());
          });
    }

    private void attempt(Step step) {
      if (failure.get() == null) {
        try {
          step.run();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
          failure.compareAndSet(null, e);
        }
      }
    }
  }

  private interface Step {
    void run() throws IOException;
  }
}
