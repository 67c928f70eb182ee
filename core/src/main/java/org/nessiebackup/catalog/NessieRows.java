package org.nessiebackup.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableShape;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.segment.RowListener;

/** Makes references and objects of the rows of Nessie's tables. */
public final class NessieRows {
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

  /** What takes the rows of one stream of references, of either store type. */
  public static RowListener references(TableShape shape, Consumer<ReferenceRow> listener) {
    RowFields row = new RowFields(shape);
    int repository = row.place("repo");
    int name = row.place("ref_name");
    int pointer = row.place("pointer");
    int deleted = row.place("deleted");
    int created = row.placeOrNone("created_at");
    int extendedInfo = row.placeOrNone("ext_info");
    int previous = row.placeOrNone("prev_ptr");
    return row.handing(
        repository,
        () -> true,
        () ->
            listener.accept(
                ReferenceRow.of(
                    row.text(repository),
                    row.text(name),
                    row.idOrNull(pointer),
                    row.flag(deleted),
                    row.number(created),
                    row.idOrNull(extendedInfo),
                    row.bytesOrNull(previous))));
  }

  /** What takes the rows of one stream of objects, of store type JDBC2. */
  public static RowListener objects(
      TableShape shape, ObjectFilter filter, Consumer<ObjectRow> listener) {
    return objects(new RowFields(shape), filter, listener);
  }

  /** The same for all objects, of which nobody keeps any: the next one takes its place. */
  static RowListener passingObjects(TableShape shape, Consumer<ObjectRow> listener) {
    RowFields row = new RowFields(shape);
    row.lend(row.place("obj_value"));
    return objects(row, ObjectFilter.ALL, listener);
  }

  private static RowListener objects(
      RowFields row, ObjectFilter filter, Consumer<ObjectRow> listener) {
    int repository = row.place("repo");
    int id = row.place("obj_id");
    int type = row.place("obj_type");
    int version = row.placeOrNone("obj_vers");
    int value = row.place("obj_value");
    int referenced = row.placeOrNone("obj_ref");
    RepeatedText repositories = new RepeatedText();
    RepeatedText types = new RepeatedText();
    BooleanSupplier isWanted =
        filter.equals(ObjectFilter.ALL)
            ? () -> true
            : () ->
                filter.wants(
                    repositories.of(row.bytes(repository)),
                    ObjectId.of(row.bytes(id)),
                    types.of(row.bytes(type)));
    return row.handing(
        Math.max(repository, Math.max(id, type)),
        isWanted,
        () ->
            listener.accept(
                new ObjectRow(
                    repositories.of(row.bytes(repository)),
                    ObjectId.of(row.bytes(id)),
                    types.of(row.bytes(type)),
                    row.optionalText(version),
                    row.slice(value),
                    row.number(referenced))));
  }

  /** Texts of which neighbours are mostly the same: each is made once. */
  private static final class RepeatedText {
    private byte[] bytes = {};
    private String text = "";

    String of(byte[] value) {
      if (!Arrays.equals(bytes, value)) {
        bytes = value;
        text = new String(value, StandardCharsets.UTF_8);
      }
      return text;
    }
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
