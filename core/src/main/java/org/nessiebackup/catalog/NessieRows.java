package org.nessiebackup.catalog;

import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.segment.RowListener;

/** Makes references and objects of the rows of Nessie's tables. */
final class NessieRows {
  private NessieRows() {}

  /**
   * The store type of a label.
   *
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED} if it is not known
   */
  static StoreType type(String label) {
    return StoreType.of(label)
        .orElseThrow(
            () -> Failure.FORMAT_UNSUPPORTED.exception("\"" + label + "\" is no known store type"));
  }

  /** What takes the rows of one stream of references. */
  static RowListener references(TableShape shape, Consumer<ReferenceRow> listener) {
    RowFields row = new RowFields(shape);
    return new RowDecoder(row, new ReferenceRowMapper(row, listener));
  }

  /** What takes the rows of one stream of objects. */
  static RowListener objects(TableShape shape, ObjectFilter filter, Consumer<ObjectRow> listener) {
    RowFields row = new RowFields(shape);
    return new RowDecoder(row, new ObjectRowMapper(row, filter, listener));
  }

  /**
   * Refuses to read objects of a store type whose rows are not understood.
   *
   * @throws BackupException {@link Failure#FORMAT_UNSUPPORTED}
   */
  static void requireObjects(StoreType type) {
    switch (type) {
      case JDBC2 -> {}
      case JDBC ->
          throw Failure.FORMAT_UNSUPPORTED.exception(
              "the objects of store type JDBC cannot be looked into, only those of JDBC2",
              "Backup and restore work with both. Nessie's own tools move a catalog from JDBC,"
                  + " which Nessie has deprecated, to JDBC2.");
    }
  }
}
