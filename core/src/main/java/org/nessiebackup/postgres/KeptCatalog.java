package org.nessiebackup.postgres;

import java.util.Comparator;
import java.util.List;
import org.nessiebackup.postgres.OwnSchemas.OwnSchema;
import org.nessiebackup.postgres.OwnSchemas.Purpose;

/** Finds and drops kept tables, and what killed restores have left in staging. */
public final class KeptCatalog {
  private static final String TABLES =
      """
      SELECT c.relname, pg_total_relation_size(c.oid) AS bytes
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relkind = 'r' ORDER BY c.relname
      """;

  private KeptCatalog() {}

  /** All kept tables of the database, newest first. */
  public static List<KeptTables> list(Session session) {
    return OwnSchemas.list(session).stream()
        .filter(own -> own.purpose() == Purpose.KEPT)
        .map(own -> describe(session, own))
        .sorted(Comparator.comparing(KeptTables::replacedAt).reversed())
        .toList();
  }

  private static KeptTables describe(Session session, OwnSchema own) {
    record Table(String name, long bytes) {}
    List<Table> tables =
        session.query(
            "look at kept tables",
            TABLES,
            row -> new Table(row.getString(1), row.getLong(2)),
            own.name());
    return new KeptTables(
        own.name(),
        own.catalogSchema(),
        tables.stream().map(Table::name).toList(),
        own.at(),
        own.backup(),
        tables.stream().mapToLong(Table::bytes).sum());
  }

  /** Drops kept tables for good. */
  public static void release(Session session, KeptTables kept) {
    Staging.drop(session, kept.schema());
  }

  /** Staging schemas whose restore is not at work any more. */
  public static List<String> abandonedStaging(Session session) {
    return OwnSchemas.list(session).stream()
        .filter(own -> own.purpose() == Purpose.STAGING)
        .filter(own -> CatalogLock.holder(session, own.catalogSchema()).isEmpty())
        .map(OwnSchema::name)
        .toList();
  }
}
