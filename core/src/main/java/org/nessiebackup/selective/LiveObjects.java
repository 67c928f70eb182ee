package org.nessiebackup.selective;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.KeyedInsertion;

/** The objects of the live catalog, which are added to and never changed. */
record LiveObjects(KeyedInsertion rows) {
  private static final int IDS_AT_ONCE = 10_000;

  static LiveObjects of(Session session, CatalogLocation catalog) {
    StoreType type = StoreType.of(catalog.tables().label()).orElseThrow();
    return new LiveObjects(
        KeyedInsertion.into(
            session, catalog, type.objects(), KeyedInsertion.Columns.of(type.objectColumns())));
  }

  /**
   * Those that are not there.
   *
   * @param ids of which some thousand are held at once
   */
  Set<ObjectId> absent(Session session, String repository, Stream<ObjectId> ids) {
    Set<ObjectId> absent = new HashSet<>();
    Iterator<ObjectId> all = ids.iterator();
    while (all.hasNext()) {
      List<ObjectId> some = new ArrayList<>();
      while (all.hasNext() && some.size() < IDS_AT_ONCE) {
        some.add(all.next());
      }
      List<byte[]> keys = some.stream().map(ObjectId::bytes).toList();
      Set<ByteBuffer> present = rows.present(session, repository, keys);
      some.stream()
          .filter(id -> !present.contains(ByteBuffer.wrap(id.array())))
          .forEach(absent::add);
    }
    return absent;
  }

  /** Adds some in one transaction; returns how many were not there. */
  int add(Session session, String repository, List<ObjectRow> objects, long nowMicros) {
    List<KeyedInsertion.Row> added =
        objects.stream()
            .map(
                row ->
                    new KeyedInsertion.Row(
                        row.id().bytes(), row.type(), row.version(), row.value().bytes()))
            .toList();
    return rows.insert(session, repository, added, nowMicros);
  }
}
