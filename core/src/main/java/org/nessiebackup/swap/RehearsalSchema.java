package org.nessiebackup.swap;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogLock;
import org.nessiebackup.tables.SchemaMark;

/**
 * A schema of its own for the rehearsal of a restore, in a database that others use as well. It is
 * not there before and not after. A lock on its name says that the rehearsal lives, so that what a
 * killed one left is distinguished from what another one is using.
 */
public final class RehearsalSchema implements AutoCloseable {
  private static final String PREFIX = "nessie_backup_drill_";

  /** What we have restored has the name of the restore in its comment, and its schema as well. */
  private static final String LEFT =
      """
      SELECT DISTINCT n.nspname FROM pg_namespace n JOIN pg_class c ON c.relnamespace = n.oid
      WHERE starts_with(n.nspname, ?) AND c.relkind = 'r'
        AND pg_has_role(n.nspowner, 'USAGE')
        AND n.nspname = ? || replace(lower(substring(obj_description(c.oid, 'pg_class') FROM ?)), '-', '_')
      ORDER BY 1
      """;

  private final Database database;
  private final Session holder;
  private final String name;
  private final List<String> tables;

  private RehearsalSchema(Database database, Session holder, String name, List<String> tables) {
    this.database = database;
    this.holder = holder;
    this.name = name;
    this.tables = List.copyOf(tables);
  }

  /**
   * Claims a name.
   *
   * @param name in lower case, without characters that need quotes
   * @param tables what may be made there, and is dropped in the end
   * @throws BackupException {@link Failure#TARGET_GUARDED} if there is such a schema
   */
  public static RehearsalSchema claim(
      Database database, String name, List<String> tables, Cancellation cancellation) {
    Session holder = database.open(cancellation);
    try {
      CatalogLock.acquire(holder, lockOf(name));
      if (OwnSchema.exists(holder, name)) {
        throw Failure.TARGET_GUARDED.exception(
            "schema \"%s\" is there already; a drill takes one of its own only".formatted(name),
            "Give another name. If a drill that was killed has left it, drop it by hand.");
      }
      return new RehearsalSchema(database, holder, name, tables);
    } catch (RuntimeException e) {
      holder.closeAfter(e);
      throw e;
    }
  }

  /**
   * Drops what rehearsals have left in a database whose process was killed.
   *
   * @param tables what they may have made
   * @return the schemas dropped
   */
  public static List<String> dropLeft(
      Database database, List<String> tables, Cancellation cancellation) {
    List<String> dropped = new ArrayList<>();
    try (Session session = database.open(cancellation)) {
      for (SchemaMark mark : SchemaMark.list(session)) {
        if (!mark.isKept() && mark.catalogSchema().startsWith(PREFIX)) {
          dropIfDead(session, mark.schema(), mark.catalogSchema(), mark.tables().orElse(tables))
              .ifPresent(dropped::add);
        }
      }
      List<String> left =
          session.texts(
              "look for what drills have left",
              LEFT,
              PREFIX,
              PREFIX,
              "^" + SchemaMark.restoredBy("([0-9TZa-f-]+)$"));
      for (String schema : left) {
        dropIfDead(session, schema, schema, tables).ifPresent(dropped::add);
      }
    }
    return dropped;
  }

  private static Optional<String> dropIfDead(
      Session session, String schema, String rehearsal, List<String> tables) {
    if (!CatalogLock.tryAcquire(session, lockOf(rehearsal))) {
      return Optional.empty();
    }
    OwnSchema.drop(session, schema, tables);
    return Optional.of(schema);
  }

  private static String lockOf(String name) {
    return "drill in " + name;
  }

  /** The schema. */
  public String name() {
    return name;
  }

  /**
   * Drops the schema with the tables that were made there. A request to stop does not reach this,
   * as it is the cleaning up after such a request.
   */
  @Override
  public void close() {
    try (Session session = database.open(new Cancellation())) {
      OwnSchema.drop(session, name, tables);
    } catch (BackupException e) {
      holder.closeAfter(e);
      throw e;
    }
    holder.close();
  }
}
