package org.nessiebackup.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * What the server says of itself.
 *
 * @param version its version
 * @param standby whether it is in recovery and therefore read-only
 * @param identity which cluster and which database it is
 * @param role the role we are
 * @param lz4 whether it can compress large values with lz4
 * @param time the server's clock
 * @param started when it was started
 */
public record ServerFacts(
    Version version,
    boolean standby,
    Identity identity,
    String role,
    boolean lz4,
    Instant time,
    Instant started) {
  /**
   * A version.
   *
   * @param text such as {@code 15.4}
   * @param number such as 150004
   */
  public record Version(String text, int number) {}

  /**
   * What distinguishes a server and a database from all others.
   *
   * @param system names the cluster; absent where our role may not read it
   * @param timeline the one that is being written, on a standby that of its last restart point;
   *     absent where our role may not read it
   * @param database the database's name
   * @param databaseOid its object id
   */
  public record Identity(
      Optional<String> system, Optional<Integer> timeline, String database, long databaseOid) {}

  private static final String FACTS =
      """
      SELECT current_setting('server_version') AS version,
        current_setting('server_version_num')::int AS version_number,
        pg_is_in_recovery() AS standby,
        d.datname, d.oid AS database_oid, r.rolname, clock_timestamp() AS now,
        pg_postmaster_start_time() AS started,
        EXISTS (SELECT FROM pg_settings
          WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) AS lz4,
        has_function_privilege('pg_control_system()', 'EXECUTE')
          AND has_function_privilege('pg_control_checkpoint()', 'EXECUTE')
          AND has_function_privilege('pg_walfile_name(pg_lsn)', 'EXECUTE')
          AND has_function_privilege('pg_current_wal_lsn()', 'EXECUTE') AS may_identify
      FROM pg_database d, pg_roles r
      WHERE d.datname = current_database() AND r.rolname = current_user
      """;

  /** The control file shows the old timeline for a while after a promotion; the log does not. */
  private static final String IDENTITY =
      """
      SELECT system_identifier::text, CASE WHEN pg_is_in_recovery() THEN timeline_id
        ELSE ('x' || left(pg_walfile_name(pg_current_wal_lsn()), 8))::bit(32)::int END
      FROM pg_control_system(), pg_control_checkpoint()
      """;

  /** Queries the server. */
  public static ServerFacts of(Session session) {
    return session.one(
        "ask about the server",
        FACTS,
        row ->
            new ServerFacts(
                new Version(row.getString("version"), row.getInt("version_number")),
                row.getBoolean("standby"),
                identity(session, row),
                row.getString("rolname"),
                row.getBoolean("lz4"),
                row.getTimestamp("now").toInstant(),
                row.getTimestamp("started").toInstant()));
  }

  private static Identity identity(Session session, ResultSet row) throws SQLException {
    String database = row.getString("datname");
    long oid = row.getLong("database_oid");
    Identity unknown = new Identity(Optional.empty(), Optional.empty(), database, oid);
    return row.getBoolean("may_identify")
        ? session.one(
            "identify the server",
            IDENTITY,
            known ->
                new Identity(
                    Optional.of(known.getString(1)), Optional.of(known.getInt(2)), database, oid))
        : unknown;
  }

  /** The database we are in. */
  public String database() {
    return identity.database();
  }
}
