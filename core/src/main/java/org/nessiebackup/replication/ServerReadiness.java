package org.nessiebackup.replication;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.ReplicationSession;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replication.ReplicationObstacle.Kind;

/**
 * Whether a server and our role on it are ready for logical decoding.
 *
 * @param version its number and its text
 * @param standby whether it is in recovery
 * @param walLevel how much its log says
 * @param slots how many replication slots are used, of how many
 * @param senders how many senders are used, of how many
 * @param role who we are there
 * @param limits when it gives slots up
 */
record ServerReadiness(
    Version version,
    boolean standby,
    String walLevel,
    Use slots,
    Use senders,
    Role role,
    Limits limits) {
  private static final String QUERY =
      """
      SELECT current_setting('server_version_num')::int AS number,
        current_setting('server_version') AS version, pg_is_in_recovery() AS standby,
        current_setting('wal_level') AS wal_level,
        (SELECT count(*) FROM pg_replication_slots WHERE slot_name <> ?) AS used_slots,
        current_setting('max_replication_slots')::int AS slots,
        (SELECT count(*) FROM pg_stat_replication) AS used_senders,
        current_setting('max_wal_senders')::int AS senders,
        current_user AS role,
        (SELECT rolreplication OR rolsuper FROM pg_roles WHERE rolname = current_user)
          OR EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_replication'
            AND pg_has_role(oid, 'USAGE')) AS replicates,
        CASE WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = 'rds_superuser') THEN 'RDS'
          WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = 'cloudsqlsuperuser') THEN 'CLOUD_SQL'
          WHEN EXISTS (SELECT FROM pg_roles WHERE rolname = 'azure_pg_admin') THEN 'AZURE'
          ELSE 'OWN' END AS operator,
        current_setting('max_slot_wal_keep_size') AS keep,
        CASE coalesce(current_setting('idle_replication_slot_timeout', true), '0')
          WHEN '0' THEN NULL ELSE current_setting('idle_replication_slot_timeout') END AS idle
      """;

  /** Its number, such as 150004, and its text. */
  record Version(int number, String text) {}

  /** How many of how many. */
  record Use(int used, int available) {
    boolean isFull() {
      return used >= available;
    }
  }

  /**
   * Who we are.
   *
   * @param replicates whether it may replicate
   * @param operator who runs the server, as far as its roles show
   */
  record Role(String name, boolean replicates, Operator operator) {}

  /** Who runs the server, each with words of its own for the same settings. */
  enum Operator {
    OWN(
        "ALTER SYSTEM SET wal_level = 'logical', then restart the server; on CloudNativePG it is so"
            + " already.",
        "As a superuser: ALTER ROLE %s REPLICATION;",
        "ALTER SYSTEM SET %1$s = %2$d, then restart the server"),
    RDS(
        "Set rds.logical_replication = 1 in the parameter group, then reboot the instance.",
        "As the master user: GRANT rds_replication TO %s;",
        "Set %1$s = %2$d in the parameter group, then reboot the instance"),
    CLOUD_SQL(
        "Set the flag cloudsql.logical_decoding = on; the instance restarts.",
        "As the user \"postgres\": ALTER ROLE %s REPLICATION;",
        "Set the flag %1$s = %2$d; the instance restarts"),
    AZURE(
        "Set the server parameter wal_level = logical, then restart the server.",
        "As the server's administrator: ALTER ROLE %s REPLICATION;",
        "Set the server parameter %1$s = %2$d, then restart the server");

    private final String walLevel;
    private final String grant;
    private final String raise;

    Operator(String walLevel, String grant, String raise) {
      this.walLevel = walLevel;
      this.grant = grant;
      this.raise = raise;
    }
  }

  /**
   * When slots are given up.
   *
   * @param keep {@code max_slot_wal_keep_size}; -1 for never
   * @param idle {@code idle_replication_slot_timeout}, if there is one
   */
  record Limits(String keep, Optional<String> idle) {}

  /**
   * Asks the server.
   *
   * @param slot one that may be there already, and then is not needed once more
   */
  static ServerReadiness of(Session session, String slot) {
    return session.one("ask whether changes can be read", QUERY, ServerReadiness::read, slot);
  }

  private static ServerReadiness read(ResultSet row) throws SQLException {
    return new ServerReadiness(
        new Version(row.getInt("number"), row.getString("version")),
        row.getBoolean("standby"),
        row.getString("wal_level"),
        new Use(row.getInt("used_slots"), row.getInt("slots")),
        new Use(row.getInt("used_senders"), row.getInt("senders")),
        new Role(
            row.getString("role"),
            row.getBoolean("replicates"),
            Operator.valueOf(row.getString("operator"))),
        new Limits(row.getString("keep"), Optional.ofNullable(row.getString("idle"))));
  }

  /** All that speaks against it, what matters most first. */
  List<ReplicationObstacle> obstacles(String quotedRole) {
    List<ReplicationObstacle> all = new ArrayList<>();
    if (version.number() < ReplicationSession.OLDEST_VERSION) {
      all.add(
          unsupported(
              Kind.VERSION,
              "PostgreSQL %s cannot send changes as they are stored; 14 is the oldest that can"
                  .formatted(version.text()),
              "Upgrade the server. Until then, tips keep every commit of a second with SELECT"
                  + " alone."));
    }
    if (standby) {
      all.add(
          unsupported(
              Kind.STANDBY,
              "the server is a standby, and changes are read from the primary only",
              "Name the primary. Backups and tips can be taken from a standby."));
    }
    if (!walLevel.equals("logical")) {
      all.add(
          unsupported(
              Kind.WAL_LEVEL,
              "wal_level is \"%s\": the log does not say which rows were changed"
                  .formatted(walLevel),
              role.operator().walLevel));
    }
    if (!role.replicates()) {
      all.add(
          new ReplicationObstacle(
              Kind.ROLE,
              Failure.PERMISSION,
              "role \"%s\" has no right to replicate".formatted(role.name()),
              "With that right it may read every table, and copy the whole cluster. "
                  + role.operator().grant.formatted(quotedRole)));
    }
    full(
            slots,
            Kind.SLOTS,
            "replication slots are",
            "max_replication_slots",
            "pg_replication_slots")
        .ifPresent(all::add);
    full(senders, Kind.SENDERS, "WAL senders are", "max_wal_senders", "pg_stat_replication")
        .ifPresent(all::add);
    all.addAll(risks());
    return all;
  }

  private static ReplicationObstacle unsupported(Kind kind, String message, String hint) {
    return new ReplicationObstacle(kind, Failure.SERVER_UNSUPPORTED, message, hint);
  }

  private Optional<ReplicationObstacle> full(
      Use use, Kind kind, String what, String setting, String view) {
    return use.isFull()
        ? Optional.of(
            unsupported(
                kind,
                "all %d %s in use".formatted(use.available(), what),
                role.operator().raise.formatted(setting, use.available() + 2)
                    + "; or look who needs none any more: SELECT * FROM "
                    + view
                    + ";"))
        : Optional.empty();
  }

  private List<ReplicationObstacle> risks() {
    List<ReplicationObstacle> risks = new ArrayList<>();
    if (limits.keep().equals("-1")) {
      risks.add(
          new ReplicationObstacle(
              Kind.UNBOUNDED_WAL,
              Failure.TARGET_GUARDED,
              "max_slot_wal_keep_size is -1: if nobody reads its slot, the server keeps its log"
                  + " until the disk is full, and stops",
              "ALTER SYSTEM SET max_slot_wal_keep_size = '4GB'; SELECT pg_reload_conf(); as a"
                  + " superuser, or as the service's parameter. The slot is lost then before the"
                  + " disk is full."));
    }
    limits
        .idle()
        .ifPresent(
            idle ->
                risks.add(
                    new ReplicationObstacle(
                        Kind.IDLE_TIMEOUT,
                        Failure.SERVER_UNSUPPORTED,
                        "idle_replication_slot_timeout is %s: a slot that nobody reads for that long"
                                .formatted(idle)
                            + " is lost",
                        "Whoever stops reading for longer begins anew, with a gap until then.")));
    return risks;
  }
}
