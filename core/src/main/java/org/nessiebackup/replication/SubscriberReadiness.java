package org.nessiebackup.replication;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replication.ReplicationObstacle.Kind;

/**
 * Whether a server and our role on it are ready for a subscription.
 *
 * @param version as {@code server_version_num}
 * @param standby whether it is in recovery
 * @param encoding of our database
 * @param rights what our role may
 * @param workers who applies changes, of how many there may be
 * @param subscriptions how many there are, of how many whose position the server can keep
 */
record SubscriberReadiness(
    int version,
    boolean standby,
    String encoding,
    Rights rights,
    ServerReadiness.Use workers,
    ServerReadiness.Use subscriptions) {
  private static final int ROLE_VERSION = 160000;
  private static final String UTF8 = "UTF8";

  private static final String QUERY =
      """
      SELECT current_setting('server_version_num')::int AS number, pg_is_in_recovery() AS standby,
        (SELECT pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database())
          AS encoding,
        quote_ident(current_user) AS role, quote_ident(current_database()) AS database,
        (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super,
        EXISTS (SELECT FROM pg_roles WHERE pg_has_role(oid, 'USAGE') AND rolname IN
          ('pg_create_subscription', 'rds_superuser', 'cloudsqlsuperuser', 'azure_pg_admin'))
          AS subscribes,
        has_database_privilege(current_database(), 'CREATE') AS creates,
        (SELECT quote_ident(pg_get_userbyid(nspowner)) FROM pg_namespace
          WHERE nspname = ? AND NOT pg_has_role(nspowner, 'USAGE')) AS owner,
        (SELECT count(*) FROM pg_stat_subscription WHERE pid IS NOT NULL) AS used_workers,
        current_setting('max_logical_replication_workers')::int AS workers,
        (SELECT count(subname) FROM pg_subscription WHERE subname <> ?) AS used,
        coalesce(current_setting('max_active_replication_origins', true),
          current_setting('max_replication_slots'))::int AS available
      """;

  /**
   * What our role may.
   *
   * @param role its name, quoted
   * @param database that of the database, quoted
   * @param superuser whether it is one
   * @param subscribes whether it may subscribe without being one
   * @param creates whether it may create in the database
   * @param owner who owns the schema in its place, quoted; absent if the role owns it, or there is
   *     none
   */
  record Rights(
      String role,
      String database,
      boolean superuser,
      boolean subscribes,
      boolean creates,
      Optional<String> owner) {}

  /**
   * Asks the server.
   *
   * @param subscription one that may be there already, and then is not needed once more
   * @param schema whose tables are to follow
   */
  static SubscriberReadiness of(Session session, String subscription, String schema) {
    return session.one(
        "ask whether changes can be applied",
        QUERY,
        SubscriberReadiness::read,
        schema,
        subscription);
  }

  private static SubscriberReadiness read(ResultSet row) throws SQLException {
    return new SubscriberReadiness(
        row.getInt("number"),
        row.getBoolean("standby"),
        row.getString("encoding"),
        new Rights(
            row.getString("role"),
            row.getString("database"),
            row.getBoolean("super"),
            row.getBoolean("subscribes"),
            row.getBoolean("creates"),
            Optional.ofNullable(row.getString("owner"))),
        new ServerReadiness.Use(row.getInt("used_workers"), row.getInt("workers")),
        new ServerReadiness.Use(row.getInt("used"), row.getInt("available")));
  }

  /**
   * All that speaks against it.
   *
   * @param followed the encoding of the database that is followed
   * @param password whether its server has a password for the other one
   */
  List<ReplicationObstacle> obstacles(String followed, boolean password) {
    List<ReplicationObstacle> all = new ArrayList<>();
    if (standby) {
      all.add(
          ReplicationObstacle.ofReplica(
              Kind.STANDBY,
              Failure.SERVER_UNSUPPORTED,
              "it is a standby, which nobody can write to",
              "Name its primary; a standby of that has the replica as well."));
    }
    if (!encoding.equals(followed) && (!encoding.equals(UTF8) || followed.equals("SQL_ASCII"))) {
      all.add(
          ReplicationObstacle.ofReplica(
              Kind.ENCODING,
              Failure.SERVER_UNSUPPORTED,
              "the database is in %s and the primary's in %s, of which it cannot hold every text"
                  .formatted(encoding, followed),
              "Make another database for it: CREATE DATABASE … ENCODING '%s' TEMPLATE template0;"
                  .formatted(followed)));
    }
    all.addAll(rights(password));
    full(workers, "all %d workers that apply changes", "max_logical_replication_workers")
        .ifPresent(all::add);
    full(
            subscriptions,
            "the positions of all %d subscriptions that the server can keep",
            version < 180000 ? "max_replication_slots" : "max_active_replication_origins")
        .ifPresent(all::add);
    return all;
  }

  private List<ReplicationObstacle> rights(boolean password) {
    List<ReplicationObstacle> all = new ArrayList<>();
    if (!rights.superuser() && !rights.subscribes()) {
      all.add(
          lacking(
              Kind.SUBSCRIPTION_PRIVILEGE,
              "role %s may not create subscriptions".formatted(rights.role()),
              version < ROLE_VERSION
                  ? "Before version 16 only superusers may, and the administrators of managed"
                      + " services: connect as one of these."
                  : "As a superuser: GRANT pg_create_subscription TO " + rights.role() + ";"));
    }
    if (!rights.creates()) {
      all.add(
          lacking(
              Kind.TARGET_PRIVILEGE,
              "role %s may not create in the database".formatted(rights.role()),
              "GRANT CREATE ON DATABASE %s TO %s;".formatted(rights.database(), rights.role())));
    }
    rights
        .owner()
        .ifPresent(
            owner ->
                all.add(
                    lacking(
                        Kind.TARGET_PRIVILEGE,
                        "the schema belongs to role %s, and what is a replica is said in a comment"
                                .formatted(owner)
                            + " on it",
                        "GRANT %s TO %s; or drop the schema if it is empty, and it is made anew."
                            .formatted(owner, rights.role()))));
    if (!rights.superuser() && !password) {
      all.add(
          lacking(
              Kind.SUBSCRIPTION_PRIVILEGE,
              "the subscription of a role that is no superuser has to have a password for the"
                  + " primary, and none is given",
              "Give that of the role on the primary with --primary-password-file or"
                  + " --primary-password-command."));
    }
    return all;
  }

  private static ReplicationObstacle lacking(Kind kind, String message, String hint) {
    return ReplicationObstacle.ofReplica(kind, Failure.PERMISSION, message, hint);
  }

  private static Optional<ReplicationObstacle> full(
      ServerReadiness.Use use, String what, String setting) {
    return use.isFull()
        ? Optional.of(
            ReplicationObstacle.ofReplica(
                Kind.WORKERS,
                Failure.SERVER_UNSUPPORTED,
                what.formatted(use.available()) + " are in use",
                "Raise %s to %d (a restart), or drop subscriptions that nobody needs: SELECT * FROM"
                        .formatted(setting, use.available() + 2)
                    + " pg_subscription;"))
        : Optional.empty();
  }
}
