package org.nessiebackup.tables;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * Looks again and again whether anything has happened to the rows of a small table, by one query
 * that returns one row: nothing of the rows leaves the server as long as nothing has.
 *
 * @param catalog where the table is
 * @param table its name, one of the catalog's
 */
public record ReferenceWatch(CatalogLocation catalog, String table) {
  /** So that whoever looks at the server's sessions knows why this one is always there. */
  private static final String APPLICATION = "nessie-backup tips";

  /**
   * What was seen at a look.
   *
   * @param server whether it is the server that it was, with the same tables
   * @param transactions the transactions it sees, as {@code pg_current_snapshot} writes them
   * @param at a moment before which all is seen that was confirmed, by the server's clock
   * @param rows how many rows the table has
   * @param changed how many of them have changed since the horizon
   * @param fingerprint another one after any change, and after some that change nothing
   */
  public record Look(
      Server server,
      String transactions,
      Instant at,
      long rows,
      long changed,
      String fingerprint) {}

  /**
   * What must stay the same between two looks. A pooler may connect us to another server between
   * two statements, and a standby may be promoted under our feet.
   *
   * @param started when it was started
   * @param standby whether it is in recovery
   * @param tables the object ids of the catalog's tables, in their order
   */
  public record Server(Instant started, boolean standby, String tables) {}

  /** Makes a session ready for a long life in which it asks little. */
  public static void prepare(Session session, Duration longestStatement) {
    session.execute("name the session", "SET application_name = " + Sql.text(APPLICATION));
    session.execute("set time limits", "SET statement_timeout = " + longestStatement.toMillis());
  }

  /**
   * Looks.
   *
   * @param horizon of an earlier snapshot
   */
  public Look look(Session session, long horizon) {
    return session.one(
        "look at table \"" + table + "\"",
        statement(),
        ReferenceWatch::read,
        String.valueOf(ChangedRows.onCircle(horizon)));
  }

  /**
   * Begins a transaction that sees one moment, and looks. In it rows are found by their keys: where
   * most of a table is stored apart from its rows, the server would take it for small, and read all
   * of it to find a few hundred. The table that is watched is read as before, as nothing else is
   * possible.
   */
  public Look begin(Session session, long horizon) {
    session.execute(
        "begin a transaction",
        "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL enable_seqscan = off");
    return look(session, horizon);
  }

  /** Ends the transaction. */
  public static void end(Session session) {
    session.execute("end the transaction", "COMMIT");
  }

  private static Look read(ResultSet row) throws SQLException {
    return new Look(
        new Server(
            row.getTimestamp("started").toInstant(),
            row.getBoolean("standby"),
            row.getString("tables")),
        row.getString("transactions"),
        row.getTimestamp("at").toInstant(),
        row.getLong("rows"),
        row.getLong("changed"),
        row.getString("fingerprint"));
  }

  /**
   * A version of a row is told by where it is and by which transaction made it. SHA-256, as MD5 is
   * not to be had everywhere. The horizon is a parameter, so that the text is the same each time,
   * and the server need not make sense of it again.
   */
  private String statement() {
    String tables =
        String.join(
            " || ' ' || ",
            catalog.names().stream()
                .map(name -> Sql.text(Sql.name(catalog.schema(), name)) + "::regclass::oid::text")
                .toList());
    return """
    SELECT pg_postmaster_start_time() AS started, pg_is_in_recovery() AS standby, %s AS tables,
      pg_current_snapshot()::text AS transactions, transaction_timestamp() AS at,
      count(*) AS rows, count(*) FILTER (WHERE %s) AS changed,
      encode(sha256(convert_to(coalesce(string_agg(ctid::text || xmin::text, ' '), ''), 'UTF8')),
        'hex') AS fingerprint
    FROM ONLY %s
    """
        .formatted(tables, ChangedRows.since("?"), Sql.name(catalog.schema(), table));
  }
}
