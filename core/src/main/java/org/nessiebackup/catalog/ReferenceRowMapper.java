package org.nessiebackup.catalog;

import java.util.function.Consumer;
import org.nessiebackup.nessie.ReferenceRow;

/** Makes references of the rows of either store type. */
final class ReferenceRowMapper implements RowMapper {
  private final Consumer<ReferenceRow> listener;
  private final int repository;
  private final int name;
  private final int pointer;
  private final int deleted;
  private final int created;
  private final int extendedInfo;
  private final int previous;

  ReferenceRowMapper(RowFields row, Consumer<ReferenceRow> listener) {
    this.listener = listener;
    this.repository = row.place("repo");
    this.name = row.place("ref_name");
    this.pointer = row.place("pointer");
    this.deleted = row.place("deleted");
    this.created = row.placeOrNone("created_at");
    this.extendedInfo = row.placeOrNone("ext_info");
    this.previous = row.placeOrNone("prev_ptr");
  }

  @Override
  public void take(RowFields row) {
    listener.accept(
        ReferenceRow.of(
            row.text(repository),
            row.text(name),
            row.idOrNull(pointer),
            row.flag(deleted),
            row.number(created, 0),
            row.idOrNull(extendedInfo),
            row.bytesOrNull(previous)));
  }
}
