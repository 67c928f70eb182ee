package org.nessiebackup.postgres;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.nessiebackup.BackupId;
import org.nessiebackup.postgres.KeptTables.Cause;
import org.nessiebackup.postgres.OwnSchemas.Detail;
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

  static KeptTables describe(Session session, OwnSchema own) {
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
        cause(own),
        own.detail(Detail.RESTORE).filter(BackupId::isValid).map(RestoreId::new),
        own.detail(Detail.BACKUP),
        tables.stream().mapToLong(Table::bytes).sum());
  }

  /** Comments of older versions do not say it, but only those of restores name a backup. */
  private static Cause cause(OwnSchema own) {
    return own.detail(Detail.CAUSE)
        .flatMap(text -> Arrays.stream(Cause.values()).filter(c -> c.name().equals(text)).findAny())
        .orElse(own.detail(Detail.BACKUP).isPresent() ? Cause.RESTORE : Cause.UNDO);
  }

  /** Drops kept tables for good. */
  public static void release(Session session, KeptTables kept) {
    Staging.drop(session, kept.schema());
  }

  /** Staging schemas whose restore is not at work any more. */
  public static List<String> abandonedStaging(Session session) {
    return OwnSchemas.list(session).stream()
        .filter(own -> own.purpose() != Purpose.KEPT)
        .filter(own -> CatalogLock.holder(session, own.catalogSchema()).isEmpty())
        .map(OwnSchema::name)
        .toList();
  }
}
