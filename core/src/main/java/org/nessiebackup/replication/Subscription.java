package org.nessiebackup.replication;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.Secret;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.postgres.Sql;

/**
 * A subscription: what applies another server's changes to the tables of this one.
 *
 * @param name its name
 * @param oid its object id
 * @param enabled whether it is to follow
 * @param slot the replication slot that it reads; absent of one that was detached
 * @param publications what it reads of the other server
 * @param worker who applies the changes now; absent if nobody does
 * @param errors how often applying or copying has failed; absent before version 15
 */
public record Subscription(
    String name,
    long oid,
    boolean enabled,
    Optional<String> slot,
    List<String> publications,
    Optional<Worker> worker,
    Optional<Errors> errors) {
  private static final int STATISTICS_VERSION = 150000;

  /** From then on a server says that a publication is not there, and goes on. */
  private static final int WARNING_VERSION = 150000;

  private static final String LOOK =
      """
      SELECT s.oid, s.subenabled, s.subslotname, s.subpublications, w.pid,
        w.received_lsn::text AS received, w.latest_end_lsn::text AS reported,
        w.last_msg_receipt_time AS heard
      FROM pg_subscription s
        JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database()
        LEFT JOIN pg_stat_subscription w ON w.subid = s.oid AND w.relid IS NULL
      WHERE s.subname = ?
      ORDER BY w.pid NULLS LAST LIMIT 1
      """;

  private static final String TABLES =
      """
      SELECT count(*) FROM pg_subscription_rel r
        JOIN pg_subscription s ON s.oid = r.srsubid
        JOIN pg_database d ON d.oid = s.subdbid AND d.datname = current_database()
      WHERE s.subname = ?
      """;

  /** Is never there when its transaction has ended. */
  private static final String PROBE = "nessie_backup_probe";

  /** Of a table, and of a schema. */
  private static final Set<String> UNDEFINED = Set.of("42P01", "3F000");

  private static final String ERRORS =
      "SELECT apply_error_count, sync_error_count FROM pg_stat_subscription_stats WHERE subid = ?";

  /** Takes its own copy of the list. */
  public Subscription {
    publications = List.copyOf(publications);
  }

  /**
   * The server's process that applies changes.
   *
   * @param process its id
   * @param received up to where it was sent the log; absent at its very beginning
   * @param reported what it has last told the other server of
   * @param heardAt when it has last heard of the other server, by this server's clock
   */
  public record Worker(
      int process, Optional<Lsn> received, Optional<Lsn> reported, Optional<Instant> heardAt) {}

  /**
   * How often something has failed since the counters were reset.
   *
   * @param apply changes that could not be applied, each attempt counted
   * @param sync first copies of tables
   */
  public record Errors(long apply, long sync) {}

  /**
   * What one is made with.
   *
   * @param name its name
   * @param connection how its server reaches the other one, in libpq's form, the password among it
   * @param publication what it reads there
   * @param slot which slot, that is there already
   * @param binary whether values are sent as they are stored, which both servers know from version
   *     14 on
   */
  public record Draft(
      String name, Secret connection, String publication, String slot, boolean binary) {
    private Draft named(String other) {
      return new Draft(other, connection, publication, slot, binary);
    }

    /** For messages. */
    @Override
    public String toString() {
      return "subscription \"%s\" of publication \"%s\" by slot \"%s\""
          .formatted(name, publication, slot);
    }
  }

  /** Looks one up; absent if there is none of that name in this database. */
  public static Optional<Subscription> look(Session session, String name) {
    String what = "look for subscription \"" + name + "\"";
    return session
        .first(what, LOOK, row -> read(name, row), name)
        .map(
            found ->
                session.isAtLeast(STATISTICS_VERSION)
                    ? found.with(
                        session.first(
                            what,
                            ERRORS,
                            row -> new Errors(row.getLong(1), row.getLong(2)),
                            found.oid()))
                    : found);
  }

  private Subscription with(Optional<Errors> counted) {
    return new Subscription(name, oid, enabled, slot, publications, worker, counted);
  }

  private static Subscription read(String name, ResultSet row) throws SQLException {
    Optional<Integer> process = Optional.ofNullable(row.getObject("pid", Integer.class));
    Optional<Lsn> received = Optional.ofNullable(row.getString("received")).flatMap(Lsn::parse);
    Optional<Lsn> reported = Optional.ofNullable(row.getString("reported")).flatMap(Lsn::parse);
    Optional<Instant> heard =
        Optional.ofNullable(row.getTimestamp("heard")).map(Timestamp::toInstant);
    return new Subscription(
        name,
        row.getLong("oid"),
        row.getBoolean("subenabled"),
        Optional.ofNullable(row.getString("subslotname")),
        List.of((String[]) row.getArray("subpublications").getArray()),
        process.map(pid -> new Worker(pid, received, reported, heard)),
        Optional.empty());
  }

  /**
   * Makes one that copies no rows and makes no slot, and follows from where its slot stands. The
   * server connects to the other one before this returns.
   *
   * @throws BackupException {@link Failure#PERMISSION} if the role may not; {@link
   *     Failure#CONNECTION} if the server does not reach the other one; {@link Failure#DATABASE} if
   *     there is one of that name, or another server answers
   */
  public static void create(Session session, Draft draft) {
    SecretStatement.inTransaction(
        session,
        "COMMIT",
        () -> {
          make(session, draft, "slot_name = " + Sql.text(draft.slot()));
          if (!hasTables(session, draft.name())) {
            throw Failure.DATABASE.exception(
                "what answers there has no publication \"%s\" with tables of these names"
                    .formatted(draft.publication()),
                "It is another server than the primary: correct the address by which the replica's"
                    + " server reaches it.");
          }
          return true;
        });
  }

  /**
   * Lets the server connect as it would for one, and takes that back: nothing is left.
   *
   * @return whether the publication is there, so that it is the right server which answers
   * @throws BackupException {@link Failure#PERMISSION} if the role may not; {@link
   *     Failure#CONNECTION} if the server does not reach the other one
   */
  public static boolean reaches(Session session, Draft draft) {
    return SecretStatement.inTransaction(session, "ROLLBACK", () -> probe(session, draft));
  }

  /**
   * The same where there is no such publication, of which the server warns.
   *
   * @return whether it was tried: not if the server would log the password with its warning
   */
  public static boolean triesWithout(Session session, Draft draft) {
    return SecretStatement.inTransaction(
        session,
        "ROLLBACK",
        () -> {
          if (SecretStatement.isLoggedWithWarnings(session) && session.isAtLeast(WARNING_VERSION)) {
            return false;
          }
          boolean ignored = probe(session, draft);
          return true;
        });
  }

  private static boolean probe(Session session, Draft draft) {
    session.execute("expect warnings", "SET LOCAL client_min_messages = error");
    try {
      make(session, draft.named(PROBE), "slot_name = NONE, enabled = false");
      return hasTables(session, PROBE);
    } catch (BackupException e) {
      // The publication names tables that are not here yet.
      if (isState(e, UNDEFINED)) {
        return true;
      }
      throw e;
    }
  }

  private static void make(Session session, Draft draft, String options) {
    // Version 13 does not know the word.
    String binary = draft.binary() ? ", binary = true" : "";
    String statement =
        "CREATE SUBSCRIPTION %s CONNECTION %s PUBLICATION %s WITH (create_slot = false, copy_data = false, %s%s)"
            .formatted(
                Sql.name(draft.name()),
                Sql.text(draft.connection().value()),
                Sql.name(draft.publication()),
                options,
                binary);
    try {
      new SecretStatement(new Secret(statement)).run(session, "create " + draft);
    } catch (BackupException e) {
      throw isUnreached(e)
          ? Failure.CONNECTION.exception(
              e.getMessage(),
              String.valueOf(e.getMessage()).contains("root certificate file")
                  ? "The replica's server checks the primary's certificate by a file of its own:"
                      + " --primary-address \"sslrootcert=FILE\" names one that it can read."
                  : "The replica's server connects to the primary by itself: look at the address"
                      + " that it has, at firewalls, and at pg_hba.conf of the primary.",
              e.getCause())
          : e;
    }
  }

  /** Older versions have no state of its own for it. */
  private static boolean isUnreached(BackupException failure) {
    return failure.failure() == Failure.CONNECTION
        || String.valueOf(failure.getMessage()).contains("connect to the publisher");
  }

  private static boolean isState(BackupException failure, Set<String> states) {
    return failure.getCause() instanceof SQLException error
        && states.contains(String.valueOf(error.getSQLState()));
  }

  private static boolean hasTables(Session session, String name) {
    return session.one(
        "look what subscription \"" + name + "\" has", TABLES, row -> row.getLong(1) > 0, name);
  }

  /** Lets it follow no longer. What it is just applying, it applies or takes back as a whole. */
  public void disable(Session session) {
    session.execute(
        "disable subscription \"" + name + "\"",
        "ALTER SUBSCRIPTION " + Sql.name(name) + " DISABLE");
  }

  /** Lets it follow again. */
  public void enable(Session session) {
    session.execute(
        "enable subscription \"" + name + "\"", "ALTER SUBSCRIPTION " + Sql.name(name) + " ENABLE");
  }

  /**
   * Removes it, whether or not the other server can be reached; its slot there stays.
   *
   * @return whether there was one
   */
  public static boolean drop(Session session, String name) {
    Optional<Subscription> found = look(session, name);
    found.ifPresent(
        subscription -> {
          if (subscription.enabled()) {
            subscription.disable(session);
          }
          String what = "drop subscription \"" + name + "\"";
          session.execute(what, "ALTER SUBSCRIPTION " + Sql.name(name) + " SET (slot_name = NONE)");
          session.execute(what, "DROP SUBSCRIPTION IF EXISTS " + Sql.name(name));
        });
    return found.isPresent();
  }
}
