package org.nessiebackup.catalog;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.nessiebackup.TableShape;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.segment.RowListener;

/** A catalog without objects. */
record ReferencesOnly(List<ReferenceRow> references) implements CatalogSource {
  static ReferencesOnly of(ReferenceRow... references) {
    return new ReferencesOnly(List.of(references));
  }

  @Override
  public String describe() {
    return "nothing at all";
  }

  @Override
  public StoreType storeType() {
    return StoreType.JDBC2;
  }

  @Override
  public Instant stateOf() {
    return Instant.EPOCH;
  }

  @Override
  public String schema() {
    return "nothing";
  }

  @Override
  public List<TableShape> tables() {
    return List.of();
  }

  @Override
  public long bytes() {
    return 0;
  }

  @Override
  public void rows(TableShape table, RowListener listener) {}

  @Override
  public void references(Consumer<ReferenceRow> listener) {
    references.forEach(listener);
  }

  @Override
  public void objects(ObjectFilter filter, Consumer<ObjectRow> listener) {}

  @Override
  public boolean findsQuickly() {
    return true;
  }

  @Override
  public void find(String repository, Set<ObjectId> ids, Consumer<ObjectRow> listener) {}

  @Override
  public void close() {}
}
