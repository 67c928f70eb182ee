package org.nessiebackup.swap;

import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;
import org.nessiebackup.properties.Dependents;
import org.nessiebackup.tables.SchemaMark;

/** Makes schemas for staging and for replaced tables, and drops them. */
final class OwnSchema {
  private static final String TABLES =
      """
      SELECT c.relname, c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relkind = 'r' ORDER BY c.relname
      """;

  private static final String SHARED =
      """
      SELECT DISTINCT format('REVOKE ALL ON SCHEMA %I FROM %s', n.nspname,
        CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(a.grantee)) END)
      FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) AS a
      WHERE n.nspname = ? AND a.grantee <> n.nspowner
      """;

  private static final String EXISTS = "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = ?)";

  private OwnSchema() {}

  /** A table by its name, and what it is whatever its name. */
  record Table(String name, long oid) {}

  /**
   * Makes one that belongs to a role, and that nobody else may use: default privileges are made for
   * other schemas than ours.
   */
  static void create(Session session, SchemaMark mark, String owner) {
    String what = "create schema \"" + mark.schema() + "\"";
    session.execute(
        what,
        "CREATE SCHEMA %s AUTHORIZATION %s".formatted(Sql.name(mark.schema()), Sql.name(owner)));
    session
        .texts("look at its privileges", SHARED, mark.schema())
        .forEach(revoke -> session.execute(what, revoke));
    mark.put(session);
  }

  /**
   * Drops one with the tables that we have put there, and nothing else; nothing happens if there is
   * no such schema. Nobody can build on the tables between the look and the drop, since they are
   * locked; and what the look does not know, the server's own RESTRICT refuses.
   *
   * @param tables the tables in it that are ours
   * @throws BackupException {@link Failure#TARGET_GUARDED} if anything else depends on them or is
   *     in the schema, {@link Failure#LOCKED} if somebody uses them; all is then as before
   */
  static void drop(Session session, String schema, List<String> tables) {
    session.execute("begin a transaction", "BEGIN");
    try {
      session.execute("limit the wait", "SET LOCAL lock_timeout = '30s'");
      if (exists(session, schema)) {
        dropLocked(session, schema, tables);
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

  /**
   * The tables that we have put there; all of them, where a mark is of a version that named none.
   */
  static List<String> tables(Session session, SchemaMark mark) {
    return mark.tables().orElseGet(() -> names(session, mark.schema()));
  }

  /** All tables in a schema, ours or not. */
  static List<Table> present(Session session, String schema) {
    return session.query(
        "look which tables there are",
        TABLES,
        row -> new Table(row.getString("relname"), row.getLong("oid")),
        schema);
  }

  private static List<String> names(Session session, String schema) {
    return present(session, schema).stream().map(Table::name).toList();
  }

  private static void dropLocked(Session session, String schema, List<String> tables) {
    List<String> present = names(session, schema).stream().filter(tables::contains).toList();
    for (String table : present) {
      session.execute(
          "lock table \"%s\" in schema \"%s\"".formatted(table, schema),
          "LOCK TABLE " + Sql.name(schema, table) + " IN ACCESS EXCLUSIVE MODE");
    }
    Dependents dependents = Dependents.of(session, schema, present);
    if (!dependents.isEmpty()) {
      throw Failure.TARGET_GUARDED.exception(
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
