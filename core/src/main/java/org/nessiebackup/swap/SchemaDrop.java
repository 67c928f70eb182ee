package org.nessiebackup.swap;

import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.properties.Dependents;

/**
 * Drops a schema of ours and the tables that we have put there, and nothing else. Nobody can build
 * on the tables between the look and the drop, since they are locked; and what the look does not
 * know, the server's own RESTRICT refuses.
 */
final class SchemaDrop {
  private static final String TABLES =
      """
      SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relkind = 'r' ORDER BY c.relname
      """;

  private static final String EXISTS = "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = ?)";

  private SchemaDrop() {}

  /**
   * Does it; nothing happens if there is no such schema.
   *
   * @param tables the tables in it that are ours
   * @throws BackupException {@link Failure#TARGET_GUARDED} if anything else depends on them or is
   *     in the schema, {@link Failure#LOCKED} if somebody uses them; all is then as before
   */
  static void run(Session session, String schema, List<String> tables) {
    session.execute("begin a transaction", "BEGIN");
    try {
      session.execute("limit the wait", "SET LOCAL lock_timeout = '30s'");
      if (exists(session, schema)) {
        drop(session, schema, tables);
      }
      session.execute("commit", "COMMIT");
    } catch (RuntimeException | Error e) {
      session.rollBackAfter(e);
      throw e;
    }
  }

  static boolean exists(Session session, String schema) {
    return session.one(
        "look for schema \"" + schema + "\"", EXISTS, row -> row.getBoolean(1), schema);
  }

  /** All tables in a schema: ours, where its comment is of a version that did not name them. */
  static List<String> tables(Session session, String schema) {
    return session.query("look which tables there are", TABLES, row -> row.getString(1), schema);
  }

  private static void drop(Session session, String schema, List<String> tables) {
    List<String> present = tables(session, schema).stream().filter(tables::contains).toList();
    for (String table : present) {
      session.execute(
          "lock table \"%s\" in schema \"%s\"".formatted(table, schema),
          "LOCK TABLE " + Sql.name(schema, table) + " IN ACCESS EXCLUSIVE MODE");
    }
    Dependents dependents = Dependents.of(session, schema, present);
    if (!dependents.isEmpty()) {
      throw new BackupException(
          Failure.TARGET_GUARDED,
          "schema \"%s\" cannot be removed: others have built on it: %s"
              .formatted(schema, dependents.summary()),
          "Nothing was dropped. Drop or redefine these first, if nobody needs them as they are.");
    }
    if (!present.isEmpty()) {
      session.execute(
          "remove the tables in schema \"" + schema + "\"",
          present.stream()
              .map(table -> Sql.name(schema, table))
              .collect(Collectors.joining(", ", "DROP TABLE ", " RESTRICT")));
    }
    session.execute(
        "remove schema \"" + schema + "\"", "DROP SCHEMA " + Sql.name(schema) + " RESTRICT");
  }
}
