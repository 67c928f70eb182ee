package org.nessiebackup.swap;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.Dependents;
import org.nessiebackup.tables.CatalogLock;
import org.nessiebackup.tables.SchemaMark;

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
    return describe(session, SchemaMark.list(session)).stream()
        .sorted(Comparator.comparing(KeptTables::replacedAt).reversed())
        .toList();
  }

  static List<KeptTables> describe(Session session, List<SchemaMark> marks) {
    return marks.stream().filter(SchemaMark::isKept).map(mark -> describe(session, mark)).toList();
  }

  private static KeptTables describe(Session session, SchemaMark mark) {
    record Table(String name, long bytes) {}
    List<Table> present =
        session.query(
            "look at kept tables",
            TABLES,
            row -> new Table(row.getString(1), row.getLong(2)),
            mark.schema());
    List<Table> tables =
        mark.tables()
            .map(ours -> present.stream().filter(each -> ours.contains(each.name())).toList())
            .orElse(present);
    return new KeptTables(
        mark,
        tables.stream().map(Table::name).toList(),
        tables.stream().mapToLong(Table::bytes).sum());
  }

  /**
   * What others have built on kept tables or put into their schema, so that they cannot be dropped.
   *
   * @param ours the tables that are ours
   */
  public static Dependents dependents(Session session, KeptTables kept, TableSet ours) {
    return Dependents.of(session, kept.schema(), ours.tables());
  }

  /**
   * Drops kept tables for good.
   *
   * @param ours the tables that are ours
   * @throws BackupException {@link Failure#TARGET_GUARDED} if others have built on them
   */
  public static void release(Session session, KeptTables kept, TableSet ours) {
    OwnSchema.drop(session, kept.schema(), ours.tables());
  }

  /** Staging schemas whose restore is not at work any more. */
  public static List<OrphanedSchema> abandonedStaging(Session session) {
    return orphans(
        session,
        SchemaMark.list(session).stream()
            .filter(mark -> CatalogLock.holder(session, mark.catalogSchema()).isEmpty()));
  }

  /** Those of one catalog, whose lock the caller is about to take. */
  public static List<OrphanedSchema> staging(Session session, String catalogSchema) {
    return orphans(session, SchemaMark.list(session, catalogSchema).stream());
  }

  private static List<OrphanedSchema> orphans(Session session, Stream<SchemaMark> marks) {
    return marks.filter(mark -> !mark.isKept()).map(mark -> orphan(session, mark)).toList();
  }

  private static OrphanedSchema orphan(Session session, SchemaMark mark) {
    record Owner(String name, boolean ours) {}
    Owner owner =
        session.one(
            "look who owns schema \"" + mark.schema() + "\"",
            "SELECT pg_get_userbyid(nspowner), pg_has_role(nspowner, 'USAGE') FROM pg_namespace"
                + " WHERE nspname = ?",
            row -> new Owner(row.getString(1), row.getBoolean(2)),
            mark.schema());
    return new OrphanedSchema(
        mark.schema(),
        owner.name(),
        owner.ours(),
        Dependents.of(session, mark.schema(), OwnSchema.tables(session, mark)));
  }
}
