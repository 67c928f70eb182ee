package org.nessiebackup.swap;

import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.ByteSink;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Digests;
import org.nessiebackup.Failure;
import org.nessiebackup.PointId;
import org.nessiebackup.TableSet;
import org.nessiebackup.TableShape;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.properties.CatalogOwners;
import org.nessiebackup.properties.TableSettings;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.SchemaMark;
import org.nessiebackup.tables.SchemaMark.Detail;
import org.nessiebackup.tables.SchemaMark.Purpose;
import org.nessiebackup.tables.TableStatements;
import org.postgresql.copy.CopyIn;

/**
 * A schema into which a restore loads, out of everybody's sight. It is marked as ours, so that what
 * a killed restore left behind is recognised and removed by the next one.
 *
 * @param location where the tables are
 * @param shapes what they look like
 */
public record StagingSchema(CatalogLocation location, List<TableShape> shapes) {
  /** Failures that are about a schema alone, and say that it is left as it is. */
  private static final Set<Failure> LEAVING =
      EnumSet.of(Failure.TARGET_GUARDED, Failure.PERMISSION, Failure.LOCKED);

  /** Whoever changes rows leaves no trace here; but nobody has a reason to, nor the rights. */
  private static final String LOADED =
      """
      SELECT format('%s %s %s %s', c.relname, c.oid, pg_relation_filenode(c.oid),
        (SELECT i.indexrelid FROM pg_index i
          WHERE i.indrelid = c.oid AND i.indisprimary AND i.indisvalid)) AS line
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relkind = 'r' ORDER BY c.relname
      """;

  /**
   * Makes the schema and its empty tables, after removing what an earlier restore of this catalog
   * left. The caller holds the catalog's lock, so nobody is still using that.
   *
   * @param names what the schema is called after and belongs to
   * @param tables the tables' names, as a set
   * @param shapes what the tables look like
   */
  public static StagingSchema create(
      Session session, Names names, TableSet tables, List<TableShape> shapes) {
    dropStale(session, names);
    String schema = names.restore().stagingSchema();
    CatalogOwners owners =
        CatalogOwners.of(session, new CatalogLocation(names.catalogSchema(), tables));
    session.execute("begin a transaction", "BEGIN");
    OwnSchema.create(session, names.mark().withTables(tables.tables()), owners.main());
    for (TableShape shape : shapes) {
      session.execute(
          "create table \"" + shape.name() + "\"",
          TableStatements.definition(session, schema, shape));
      owners.give(session, schema, shape.name());
    }
    session.execute("commit", "COMMIT");
    return new StagingSchema(new CatalogLocation(schema, tables), List.copyOf(shapes));
  }

  /**
   * Removes what earlier restores have left. What cannot be removed stays and the plan has named
   * it, unless it is in our way.
   */
  private static void dropStale(Session session, Names names) {
    for (SchemaMark stale : SchemaMark.list(session, names.catalogSchema())) {
      if (!stale.isKept()) {
        try {
          drop(session, stale);
        } catch (BackupException e) {
          if (!LEAVING.contains(e.failure())
              || stale.schema().equals(names.restore().stagingSchema())) {
            throw e;
          }
        }
      }
    }
  }

  /**
   * What a staging schema is called after and belongs to.
   *
   * @param restore the restore
   * @param catalogSchema the schema that will be restored into
   * @param point the backup or the tip, for whoever finds the schema
   * @param at when it is made
   */
  public record Names(RestoreId restore, String catalogSchema, PointId point, Instant at) {
    private SchemaMark mark() {
      return new SchemaMark(restore.stagingSchema(), Purpose.STAGING, catalogSchema, at)
          .with(Detail.RESTORE, restore)
          .with(Detail.BACKUP, point);
    }
  }

  /**
   * Loads rows into a table, all or none of them.
   *
   * @param source hands the COPY binary stream over, and throws if it turns out to be damaged
   */
  public void load(Session session, TableShape shape, Consumer<ByteSink> source) {
    String what = "load table \"" + shape.name() + "\"";
    String statement =
        "COPY %s (%s) FROM STDIN (FORMAT binary)"
            .formatted(Sql.name(location.schema(), shape.name()), Sql.names(shape.columnNames()));
    CopyIn copy = session.call(what, () -> session.copies().copyIn(statement));
    try {
      source.accept(
          (bytes, offset, length) ->
              session.call(
                  what,
                  () -> {
                    copy.writeToCopy(bytes, offset, length);
                    return null;
                  }));
      session.call(what, copy::endCopy);
    } catch (RuntimeException e) {
      if (copy.isActive()) {
        session.abandonAfter(copy, e);
      }
      throw e;
    }
  }

  /**
   * Makes a session ready to load.
   *
   * <p>Large values are compressed with lz4 where the server can, whatever the column says, because
   * the default finds nothing in them and takes half the time. The column's own setting is
   * untouched and holds for later rows. Commits need not wait for the disk: the swap's does, and
   * forces all that came before.
   */
  public static void prepareLoader(Session session) {
    session.texts(
        "prepare for loading",
        """
        SELECT set_config(name, CASE name WHEN 'synchronous_commit' THEN 'off' ELSE 'lz4' END, false)
        FROM pg_settings
        WHERE name = 'synchronous_commit'
          OR name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)
        """);
  }

  /**
   * Adds keys and statistics, and gives the tables the settings of those they are to replace.
   *
   * @return digest of which tables those are
   */
  public String complete(Session session, CatalogLocation catalog) {
    ReplacedTables replaced = ReplacedTables.of(session, catalog, shapes);
    for (TableShape shape : shapes) {
      Optional<TableSettings> settings = replaced.settings(shape.name());
      TableStatements.addKey(
          session, location.schema(), shape, settings.flatMap(TableSettings::keyName));
      session.execute(
          "analyze table \"" + shape.name() + "\"",
          "ANALYZE " + Sql.name(location.schema(), shape.name()));
      settings.ifPresent(each -> each.apply(session, location.schema(), shape.name()));
    }
    return replaced.digest();
  }

  /** Digest of which tables are loaded, to be distinguished from others later. */
  public String loaded(Session session) {
    return loaded(session, location.schema());
  }

  /** The same of any staging schema. */
  static String loaded(Session session, String schema) {
    return Digests.hex(
        String.join(
            "\n",
            session.query(
                "look at the loaded tables", LOADED, row -> row.getString("line"), schema)));
  }

  /**
   * Removes a staging schema, in a session that a request to stop does not reach: this is the
   * cleaning up after such a request.
   */
  public static void drop(Database database, String schema) {
    try (Session session = database.open(new Cancellation())) {
      drop(session, schema);
    }
  }

  /**
   * The same in a session. The caller holds the lock of the catalog. Nothing happens if there is no
   * such schema of ours.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if others have built on it
   */
  public static void drop(Session session, String schema) {
    SchemaMark.list(session).stream()
        .filter(mark -> mark.schema().equals(schema))
        .forEach(mark -> drop(session, mark));
  }

  private static void drop(Session session, SchemaMark mark) {
    OwnSchema.drop(session, mark.schema(), OwnSchema.tables(session, mark));
  }
}
