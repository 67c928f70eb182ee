package org.nessiebackup.postgres;

import java.time.Instant;
import java.util.Optional;

/**
 * What the server says of itself.
 *
 * @param version such as {@code 15.4}
 * @param versionNumber such as 150004
 * @param standby whether it is in recovery and therefore read-only
 * @param systemIdentifier names the cluster; absent where we may not ask
 * @param timeline absent where we may not ask
 * @param database the database's name
 * @param databaseOid its object id
 * @param role the role we are
 * @param superuser whether that role is a superuser
 * @param lz4 whether it can compress large values with lz4
 * @param time the server's clock
 */
public record ServerFacts(
    String version,
    int versionNumber,
    boolean standby,
    Optional<String> systemIdentifier,
    Optional<Integer> timeline,
    String database,
    long databaseOid,
    String role,
    boolean superuser,
    boolean lz4,
    Instant time) {
  private static final String FACTS =
      """
      SELECT current_setting('server_version') AS version,
        current_setting('server_version_num')::int AS version_number,
        pg_is_in_recovery() AS standby,
        d.datname, d.oid AS database_oid, r.rolname, r.rolsuper, clock_timestamp() AS now,
        EXISTS (SELECT FROM pg_settings
          WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)) AS lz4,
        has_function_privilege('pg_control_system()', 'EXECUTE')
          AND has_function_privilege('pg_control_checkpoint()', 'EXECUTE') AS may_identify
      FROM pg_database d, pg_roles r
      WHERE d.datname = current_database() AND r.rolname = current_user
      """;

  /** Asks the server. */
  public static ServerFacts of(Session session) {
    record Identity(Optional<String> system, Optional<Integer> timeline) {}
    boolean mayIdentify =
        session.one("ask about the server", FACTS, row -> row.getBoolean("may_identify"));
    Identity identity =
        mayIdentify
            ? session.one(
                "identify the server",
                "SELECT system_identifier::text, timeline_id FROM pg_control_system(), pg_control_checkpoint()",
                row -> new Identity(Optional.of(row.getString(1)), Optional.of(row.getInt(2))))
            : new Identity(Optional.empty(), Optional.empty());
    return session.one(
        "ask about the server",
        FACTS,
        row ->
            new ServerFacts(
                row.getString("version"),
                row.getInt("version_number"),
                row.getBoolean("standby"),
                identity.system(),
                identity.timeline(),
                row.getString("datname"),
                row.getLong("database_oid"),
                row.getString("rolname"),
                row.getBoolean("rolsuper"),
                row.getBoolean("lz4"),
                row.getTimestamp("now").toInstant()));
  }
}
