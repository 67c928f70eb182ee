package org.nessiebackup.swap;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.properties.BuiltOn;
import org.nessiebackup.properties.Dependent;
import org.nessiebackup.properties.DependentViews;
import org.nessiebackup.properties.Dependents;
import org.nessiebackup.properties.ViewPolicy;
import org.nessiebackup.swap.KeptTables.Cause;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.CatalogLock;
import org.nessiebackup.tables.OwnSchemas;
import org.nessiebackup.tables.OwnSchemas.Detail;
import org.nessiebackup.tables.OwnSchemas.OwnSchema;
import org.nessiebackup.tables.OwnSchemas.Purpose;

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
    List<Table> present =
        session.query(
            "look at kept tables",
            TABLES,
            row -> new Table(row.getString(1), row.getLong(2)),
            own.name());
    List<Table> tables =
        own.tables()
            .map(ours -> present.stream().filter(each -> ours.contains(each.name())).toList())
            .orElse(present);
    return new KeptTables(
        own.name(),
        own.catalogSchema(),
        tables.stream().map(Table::name).toList(),
        own.at(),
        cause(own),
        own.detail(Detail.RESTORE).filter(BackupId::isValid).map(RestoreId::new),
        own.detail(Detail.BACKUP),
        ViewPolicy.of(own) != ViewPolicy.LEAVE,
        tables.stream().mapToLong(Table::bytes).sum());
  }

  /** Comments of older versions do not say it, but only those of restores name a backup. */
  private static Cause cause(OwnSchema own) {
    return own.detail(Detail.CAUSE)
        .flatMap(text -> Arrays.stream(Cause.values()).filter(c -> c.name().equals(text)).findAny())
        .orElse(own.detail(Detail.BACKUP).isPresent() ? Cause.RESTORE : Cause.UNDO);
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
   * What lies in the schema of kept tables and is not ours.
   *
   * @param ours the tables that are ours
   */
  public static List<String> strangers(Session session, KeptTables kept, TableSet ours) {
    return dependents(session, kept, ours).named().stream()
        .filter(Dependent::inside)
        .map(Dependent::title)
        .toList();
  }

  /**
   * What others have built on the tables that make room when kept ones come back.
   *
   * @param catalog where those are
   * @throws BackupException {@link Failure#TARGET_GUARDED} if all views are to be moved and one
   *     cannot be
   */
  public static BuiltOn builtOnWhatMakesRoom(
      Session session, KeptTables kept, CatalogLocation catalog, ViewPolicy viewPolicy) {
    return BuiltOn.of(
        session,
        catalog,
        DependentViews.shapes(session, kept.schema(), catalog.names()),
        viewPolicy);
  }

  /**
   * Drops kept tables for good.
   *
   * @param ours the tables that are ours
   * @throws BackupException {@link Failure#TARGET_GUARDED} if others have built on them
   */
  public static void release(Session session, KeptTables kept, TableSet ours) {
    SchemaDrop.run(session, kept.schema(), ours.tables());
  }

  /** Staging schemas whose restore is not at work any more. */
  public static List<OrphanedSchema> abandonedStaging(Session session) {
    return OwnSchemas.list(session).stream()
        .filter(own -> own.purpose() != Purpose.KEPT)
        .filter(own -> CatalogLock.holder(session, own.catalogSchema()).isEmpty())
        .map(own -> left(session, own))
        .toList();
  }

  private static OrphanedSchema left(Session session, OwnSchema own) {
    record Owner(String name, boolean ours) {}
    Owner owner =
        session.one(
            "look who owns schema \"" + own.name() + "\"",
            "SELECT pg_get_userbyid(nspowner), pg_has_role(nspowner, 'USAGE') FROM pg_namespace"
                + " WHERE nspname = ?",
            row -> new Owner(row.getString(1), row.getBoolean(2)),
            own.name());
    List<String> ours = own.tables().orElseGet(() -> SchemaDrop.tables(session, own.name()));
    return new OrphanedSchema(
        own.name(), owner.name(), owner.ours(), Dependents.of(session, own.name(), ours));
  }

  /** Those of one catalog, whose lock the caller is about to take. */
  public static List<OrphanedSchema> staging(Session session, String catalogSchema) {
    return OwnSchemas.list(session, catalogSchema).stream()
        .filter(own -> own.purpose() != Purpose.KEPT)
        .map(own -> left(session, own))
        .toList();
  }
}
