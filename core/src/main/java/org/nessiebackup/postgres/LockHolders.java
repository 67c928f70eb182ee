package org.nessiebackup.postgres;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.postgresql.jdbc.PgConnection;

/**
 * Who blocks a session that waits for a lock, and who blocks those. Of what others do only the kind
 * of the statement is reported, since its text may hold a secret.
 */
final class LockHolders {
  private static final String SESSIONS =
      """
      WITH RECURSIVE chain (pid, depth) AS (
          SELECT unnest(pg_blocking_pids(?)), 1
        UNION
          SELECT next.pid, depth + 1
          FROM chain CROSS JOIN unnest(pg_blocking_pids(chain.pid)) AS next (pid)
          WHERE depth < 4 AND chain.pid <> 0)
      SELECT DISTINCT a.pid, a.usename, a.application_name, a.datname, a.backend_type, a.state,
        coalesce(a.wait_event_type = 'Lock', false) AS waiting,
        date_trunc('second', a.xact_start) AT TIME ZONE 'UTC' AS since,
        upper((regexp_match(a.query, '^\\s*([A-Za-z]+)'))[1]) AS kind
      FROM chain JOIN pg_stat_activity a ON a.pid = chain.pid
      ORDER BY waiting, a.pid LIMIT 5
      """;

  /** Those have no process. */
  private static final String PREPARED =
      """
      SELECT DISTINCT p.gid, p.owner, date_trunc('second', p.prepared) AT TIME ZONE 'UTC' AS since
      FROM pg_locks w JOIN pg_locks h ON h.locktype = w.locktype AND h.granted AND h.pid IS NULL
          AND h.database IS NOT DISTINCT FROM w.database
          AND h.relation IS NOT DISTINCT FROM w.relation
          AND h.transactionid IS NOT DISTINCT FROM w.transactionid
        JOIN pg_locks x ON x.locktype = 'transactionid' AND x.pid IS NULL
          AND x.virtualtransaction = h.virtualtransaction
        JOIN pg_prepared_xacts p ON p.transaction = x.transactionid
      WHERE w.pid = ? AND NOT w.granted LIMIT 5
      """;

  private LockHolders() {}

  /** One phrase for each, those first that wait for nobody. */
  static List<String> of(PgConnection connection, int process) throws SQLException {
    List<String> holders = new ArrayList<>(ask(connection, PREPARED, process, LockHolders::gid));
    holders.addAll(ask(connection, SESSIONS, process, LockHolders::session));
    return holders.isEmpty() ? List.of("somebody who cannot be seen") : holders;
  }

  private static List<String> ask(
      PgConnection connection, String sql, int process, Session.RowReader<String> reader)
      throws SQLException {
    List<String> phrases = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setInt(1, process);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          phrases.add(reader.read(rows));
        }
      }
    }
    return phrases;
  }

  private static String gid(ResultSet row) throws SQLException {
    return "prepared transaction \"%s\" of role \"%s\", since %s UTC"
        .formatted(row.getString("gid"), row.getString("owner"), row.getString("since"));
  }

  private static String session(ResultSet row) throws SQLException {
    StringBuilder text = new StringBuilder("server process ").append(row.getInt("pid"));
    if (row.getString("usename") == null) {
      text.append(" (").append(row.getString("backend_type")).append(')');
    } else {
      text.append(", role \"").append(row.getString("usename")).append('"');
    }
    part(row, "application_name").ifPresent(name -> text.append(", \"" + name + "\""));
    part(row, "state").ifPresent(state -> text.append(", " + state));
    part(row, "since").ifPresent(since -> text.append(", transaction since " + since + " UTC"));
    part(row, "kind").ifPresent(kind -> text.append(", " + kind));
    return row.getBoolean("waiting") ? text.append(", itself waiting").toString() : text.toString();
  }

  private static Optional<String> part(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getString(column)).filter(text -> !text.isEmpty());
  }
}
