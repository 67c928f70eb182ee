package org.nessiebackup.catalog;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.StoreType;

/** A catalog without rows. */
final class NothingSource implements CatalogSource {
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
  public void references(Consumer<ReferenceRow> listener) {}

  @Override
  public void objects(ObjectFilter filter, Consumer<ObjectRow> listener) {}

  @Override
  public boolean findsQuickly() {
    return true;
  }

  @Override
  public Map<ObjectId, ObjectRow> find(String repository, Set<ObjectId> ids) {
    return Map.of();
  }

  @Override
  public void close() {}
}
