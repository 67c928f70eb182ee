package org.nessiebackup.tables;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.nessiebackup.postgres.Session;

/**
 * Who else is connected and could read or write the catalog. A Nessie that runs on while its tables
 * are exchanged mixes what it has cached with what it reads, so nobody may be there. Sessions of
 * ours do not count, nor does what applies changes for a replica of ours or sends them, nor do
 * superusers who hold no lock of it. Whoever is there is seen by any role; what the server tells of
 * him to its statisticians alone, nothing here relies on.
 */
public final class ConnectedSessions {
  private static final String QUERY =
      """
      SELECT a.pid, a.usename, a.application_name, host(a.client_addr) AS address,
        a.backend_type IS NULL AS hidden, quote_ident(current_user) AS ours
      FROM pg_stat_activity a
      WHERE a.datname = current_database() AND a.pid <> pg_backend_pid()
        AND a.application_name NOT LIKE 'nessie-backup%'
        AND NOT EXISTS (SELECT FROM pg_stat_subscription s
          WHERE s.pid = a.pid AND starts_with(s.subname::text, 'nessie_backup_replica_'))
        AND NOT EXISTS (SELECT FROM pg_stat_replication w WHERE w.pid = a.pid)
        AND EXISTS (
          SELECT FROM pg_class c
            JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_roles r ON r.oid = a.usesysid
          WHERE n.nspname = ? AND c.relname = ANY (?) AND c.relkind = 'r'
            AND (c.relowner = a.usesysid
              OR NOT r.rolsuper AND has_table_privilege(a.usesysid, c.oid, 'INSERT')
              OR EXISTS (SELECT FROM pg_locks l WHERE l.pid = a.pid AND l.relation = c.oid
                AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database()))))
      ORDER BY a.pid
      """;

  private ConnectedSessions() {}

  /**
   * One short sentence for each of them; empty when the tables may be exchanged. Outside of a
   * transaction each call looks again.
   */
  public static List<String> of(Session session, CatalogLocation catalog) {
    return session.query(
        "ask who is connected",
        QUERY,
        ConnectedSessions::sentence,
        catalog.schema(),
        catalog.names());
  }

  private static String sentence(ResultSet row) throws SQLException {
    return "role \"%s\" is connected%s%s (server process %d%s)"
        .formatted(
            row.getString("usename"),
            row.getString("address") == null ? "" : " from " + row.getString("address"),
            row.getString("application_name").isEmpty()
                ? ""
                : " as \"" + row.getString("application_name") + "\"",
            row.getInt("pid"),
            row.getBoolean("hidden")
                ? ", from where: GRANT pg_read_all_stats TO %s; shows it"
                    .formatted(row.getString("ours"))
                : "");
  }
}
