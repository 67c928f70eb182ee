package org.nessiebackup.selective;

import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.KeyedInsertion;

/** The objects of the live catalog, which are added to and never changed. */
record LiveObjects(KeyedInsertion rows) {
  static LiveObjects of(Session session, CatalogLocation catalog) {
    StoreType type = StoreType.of(catalog.tables().label()).orElseThrow();
    return new LiveObjects(
        KeyedInsertion.into(
            session, catalog, type.objects(), KeyedInsertion.Columns.of(type.objectColumns())));
  }

  /** Those that are there. */
  Set<ObjectId> present(Session session, String repository, Collection<ObjectId> ids) {
    List<byte[]> keys = ids.stream().map(ObjectId::bytes).toList();
    return rows.present(session, repository, keys).stream()
        .map(ByteBuffer::array)
        .map(ObjectId::of)
        .collect(Collectors.toSet());
  }

  /** Adds some in one transaction, and answers how many were not there. */
  int add(Session session, String repository, List<ObjectRow> objects, long nowMicros) {
    List<KeyedInsertion.Row> added =
        objects.stream()
            .map(
                row ->
                    new KeyedInsertion.Row(
                        row.id().bytes(), row.type(), row.version(), row.value()))
            .toList();
    return rows.insert(session, repository, added, nowMicros);
  }
}
