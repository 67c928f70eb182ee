package org.nessiebackup.vault.rows;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowCounter;
import org.nessiebackup.segment.RowFilter;
import org.nessiebackup.segment.Tuple;
import org.nessiebackup.segment.TupleStream;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.journal.ChangeRow;
import org.nessiebackup.vault.journal.ChangeRow.Table;
import org.nessiebackup.vault.journal.ChangeSink;
import org.nessiebackup.vault.journal.Journals;
import org.nessiebackup.vault.point.RecoveryPoint;
import org.nessiebackup.vault.point.Replay;

/**
 * What the journal has changed in the rows of a base: of each key what its last change has left.
 * Nothing is executed: rows of the base are left out, or completed, while they are read.
 */
final class JournalLayer implements Layer {
  private final Vault vault;
  private final RecoveryPoint.Journal point;
  private final PointRows.Names names;
  private final Map<Table, ChangedRows> changed = new EnumMap<>(Table.class);

  /**
   * Reads all changes once, for their keys.
   *
   * @throws BackupException {@link Failure#DAMAGED} if they are not what was written, {@link
   *     Failure#KEY_MISSING} or {@link Failure#KEY_WRONG}
   */
  JournalLayer(Vault vault, RecoveryPoint.Journal point, PointRows.Names names) {
    this.vault = vault;
    this.point = point;
    this.names = names;
    for (Table table : Table.values()) {
      changed.put(table, new ChangedRows(keyFields(name(table))));
    }
    each(change -> changed.get(change.table()).add(change));
  }

  private int keyFields(String name) {
    int fields = shape(name).leadingKey();
    if (fields == 0) {
      throw Failure.FORMAT_UNSUPPORTED.exception(
          "backup \"%s\" cannot be brought forward: table \"%s\" has no key in front"
              .formatted(point.backup().id(), name),
          "Restore the backup itself, or another one.");
    }
    return fields;
  }

  private TableShape shape(String name) {
    return point.backup().table(name).map(TableEntry::shape).orElseThrow();
  }

  private String name(Table table) {
    return switch (table) {
      case REFERENCES -> names.references();
      case OBJECTS -> names.objects();
    };
  }

  private ChangedRows changed(String name) {
    return changed.get(name.equals(names.references()) ? Table.REFERENCES : Table.OBJECTS);
  }

  private void each(ChangeSink sink) {
    Journals journals = vault.journal();
    Replay replay = point.replay();
    for (Replay.Stretch stretch : replay.stretches()) {
      journals
          .rows(journals.files(stretch.epoch()))
          .read(
              stretch.first(),
              stretch.last(),
              change -> {
                if (replay.applies(stretch, change.transaction())) {
                  sink.accept(change);
                }
              });
    }
  }

  @Override
  public boolean replaces(String table) {
    return changed(table).truncated();
  }

  @Override
  public boolean supersedes(String table) {
    return !changed(table).isEmpty();
  }

  @Override
  public boolean has(String table) {
    return !changed(table).isEmpty();
  }

  @Override
  public long rawBytes(String table) {
    return changed(table).valueBytes();
  }

  @Override
  public RowFilter filter(String table, ByteSink sink) {
    TableShape shape = shape(table);
    ChangedRows rows = changed(table);
    return new RowFilter(
        shape.columns().size(), shape.leadingKey(), rows::supersedes, rows::edit, sink);
  }

  @Override
  public RowCount read(String table, ByteSink sink) {
    try {
      RowCounter counter = new RowCounter(shape(table).columns().size());
      TupleStream stream =
          new TupleStream(
              (bytes, offset, length) -> {
                counter.accept(bytes, offset, length);
                sink.accept(bytes, offset, length);
              });
      Optional<List<Tuple>> held = changed(table).rows();
      if (held.isPresent()) {
        for (Tuple row : held.get()) {
          stream.add(row.bytes());
        }
      } else {
        each(new Rows(changed(table), table, stream));
      }
      stream.finish();
      return counter.finish();
    } catch (IOException e) {
      throw vault.failure(e, "cannot read the journal");
    }
  }

  /** Passes on what is left of the changes of a table. */
  private final class Rows implements ChangeSink {
    private final ChangedRows rows;
    private final String table;
    private final TupleStream stream;
    private int place;

    Rows(ChangedRows rows, String table, TupleStream stream) {
      this.rows = rows;
      this.table = table;
      this.stream = stream;
    }

    @Override
    public void accept(ChangeRow change) throws IOException {
      if (name(change.table()).equals(table)) {
        Optional<Tuple> row = rows.row(place++, change);
        if (row.isPresent()) {
          stream.add(row.get().bytes());
        }
      }
    }
  }

  /** A change of a row that was not there, or one that was there already, shows in the sum. */
  @Override
  public void check(String table, long all, long ofBackup) {
    long expected = ofBackup + changed(table).growth();
    if (all != expected) {
      throw Failure.DAMAGED.exception(
          "the journal does not fit backup \"%s\": table \"%s\" would have %,d rows instead of %,d"
              .formatted(point.backup().id(), table, all, expected),
          "Nothing can be said of this point. Take another base: name an older backup, as ID@%s."
              .formatted(point.position()));
    }
  }
}
