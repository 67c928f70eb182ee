package org.nessiebackup.graph;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.nessie.GraphSource;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.ReferenceRow;

/** The rows of a catalog, for those who know nothing of where they come from. */
record SourceRows(CatalogSource catalog) implements GraphSource {
  @Override
  public Instant stateOf() {
    return catalog.stateOf();
  }

  @Override
  public void references(Consumer<ReferenceRow> consumer) {
    catalog.references(consumer);
  }

  @Override
  public void objects(Wanted wanted, Consumer<ObjectRow> consumer) {
    catalog.objects(wanted::wants, consumer);
  }

  @Override
  public Map<ObjectId, ObjectRow> find(String repository, Set<ObjectId> ids) {
    return catalog.find(repository, ids);
  }
}
