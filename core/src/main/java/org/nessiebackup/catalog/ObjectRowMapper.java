package org.nessiebackup.catalog;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;

/** Makes objects of the rows of store type JDBC2. One thread. */
final class ObjectRowMapper implements RowMapper {
  private final ObjectFilter filter;
  private final Consumer<ObjectRow> listener;
  private final int repositoryPlace;
  private final int idPlace;
  private final int typePlace;
  private final int versionPlace;
  private final int valuePlace;
  private final int referencedPlace;
  private final RepeatedText repositories = new RepeatedText();
  private final RepeatedText types = new RepeatedText();

  private String repository;
  private ObjectId id;
  private String type;

  ObjectRowMapper(RowFields row, ObjectFilter filter, Consumer<ObjectRow> listener) {
    this.filter = filter;
    this.listener = listener;
    this.repositoryPlace = row.place("repo");
    this.idPlace = row.place("obj_id");
    this.typePlace = row.place("obj_type");
    this.versionPlace = row.placeOrNone("obj_vers");
    this.valuePlace = row.place("obj_value");
    this.referencedPlace = row.placeOrNone("obj_ref");
  }

  @Override
  public int lastDecisive() {
    return Math.max(repositoryPlace, Math.max(idPlace, typePlace));
  }

  @Override
  public boolean wants(RowFields row) {
    repository = repositories.of(row.bytes(repositoryPlace));
    id = ObjectId.of(row.bytes(idPlace));
    type = types.of(row.bytes(typePlace));
    return filter.wants(repository, id, type);
  }

  @Override
  public void take(RowFields row) {
    listener.accept(
        new ObjectRow(
            repository,
            id,
            type,
            row.optionalText(versionPlace),
            row.bytes(valuePlace),
            row.number(referencedPlace, 0)));
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
}
