package org.nessiebackup.export;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.nessiebackup.TableShape;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.ObjectFilter;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.segment.RowListener;

/** A catalog of whose objects some were changed, removed or added. */
final class ChangedCatalog implements CatalogSource {
  private final CatalogSource source;
  private final Function<ObjectRow, Optional<ObjectRow>> change;
  private final List<ObjectRow> added;

  ChangedCatalog(
      CatalogSource source, Function<ObjectRow, Optional<ObjectRow>> change, ObjectRow... added) {
    this.source = source;
    this.change = change;
    this.added = List.of(added);
  }

  @Override
  public String describe() {
    return source.describe();
  }

  @Override
  public StoreType storeType() {
    return source.storeType();
  }

  @Override
  public Instant stateOf() {
    return source.stateOf();
  }

  @Override
  public String schema() {
    return source.schema();
  }

  @Override
  public List<TableShape> tables() {
    return source.tables();
  }

  @Override
  public long bytes() {
    return source.bytes();
  }

  @Override
  public void rows(TableShape table, RowListener listener) {
    source.rows(table, listener);
  }

  @Override
  public void references(Consumer<ReferenceRow> listener) {
    source.references(listener);
  }

  @Override
  public void objects(ObjectFilter filter, Consumer<ObjectRow> listener) {
    added.stream()
        .filter(row -> filter.wants(row.repository(), row.id(), row.type()))
        .forEach(listener);
    source.objects(filter, row -> change.apply(row).ifPresent(listener));
  }

  @Override
  public boolean findsQuickly() {
    return source.findsQuickly();
  }

  @Override
  public void find(String repository, Set<ObjectId> ids, Consumer<ObjectRow> listener) {
    source.find(repository, ids, row -> change.apply(row).ifPresent(listener));
  }

  @Override
  public void close() {
    source.close();
  }
}
