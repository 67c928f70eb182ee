package org.nessiebackup.testing;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.vault.Vault;

/**
 * A catalog in one database and none yet in another, on servers of two versions, or on one where
 * only one is there.
 *
 * @param primary has a catalog in schema {@code nessie}
 * @param replica is empty
 */
public record TwoServers(TestDatabase primary, TestDatabase replica) implements AutoCloseable {
  /** The schema of the catalog. */
  public static final String SCHEMA = "nessie";

  /** Each question takes a session of its own, so they do not follow on each other at once. */
  private static final long PAUSE = 5_000_000;

  /** What a replica of that name is called on both servers. */
  public static final String NAMED = "nessie_backup_replica_standby";

  /** On servers of these versions. */
  public static TwoServers create(int primary, int replica) {
    return new TwoServers(
        TestDatabase.create(primary).withCatalog(SCHEMA), TestDatabase.create(replica));
  }

  /** How the replica's server reaches the primary. */
  public String address() {
    return "host=%s port=%d dbname=%s user=postgres"
        .formatted(primary.server().host(), primary.server().port(), primary.name());
  }

  /** Lets the one follow the other by the server's own first copy, without anything of ours. */
  public void followBySql() {
    primary.execute(
        "CREATE PUBLICATION %s FOR TABLE ONLY nessie.refs2, ONLY nessie.objs2".formatted(NAMED),
        "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(NAMED));
    replica.withCatalog(SCHEMA);
    replica.execute(
        "TRUNCATE nessie.refs2, nessie.objs2",
        ("CREATE SUBSCRIPTION %1$s CONNECTION '%2$s' PUBLICATION %1$s"
                + " WITH (create_slot = false, slot_name = '%1$s', copy_data = true)")
            .formatted(NAMED, address()));
    await(
        () ->
            replica
                .query("SELECT count(*) FROM pg_subscription_rel WHERE srsubstate <> 'r'")
                .equals(List.of("0")));
  }

  /** Waits until the replica has what the primary has committed before. */
  public void awaitCaughtUp() {
    String now = primary.query("SELECT pg_current_wal_insert_lsn()").getFirst();
    await(
        () ->
            primary
                .query(
                    "SELECT confirmed_flush_lsn >= '%s' FROM pg_replication_slots WHERE slot_name = '%s'"
                        .formatted(now, NAMED))
                .equals(List.of("t")));
  }

  /** Asks until it is so, a minute at most. */
  public static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("it has not become so in a minute");
      }
      LockSupport.parkNanos(PAUSE);
    }
  }

  /** Writes down in a vault that it follows. */
  public ReplicaState recordFollowing(Vault vault, BackupId seed) {
    return recordFollowing(vault, seed, primary.database(), replica.database());
  }

  /** The same of any two databases, each with a catalog in schema {@code nessie}. */
  public static ReplicaState recordFollowing(
      Vault vault, BackupId seed, Database primary, Database replica) {
    return vault
        .replicas()
        .add(
            "standby",
            number ->
                new ReplicaState(
                    new ReplicaState.Head(
                        vault.description().id(),
                        "test",
                        "standby",
                        number,
                        SampleManifests.TIME,
                        vault.replicas().protection()),
                    ReplicaState.Phase.FOLLOWING,
                    ReplicaState.FIRST_EPOCH,
                    new ReplicaState.Servers(place(primary), place(replica)),
                    new ReplicaState.Link(NAMED, NAMED, NAMED, tables(primary), "host=primary"),
                    Optional.of(new ReplicaState.Seed(seed, Lsn.ZERO)),
                    Optional.empty()));
  }

  private static List<Long> tables(Database database) {
    try (Session session = database.open(new Cancellation())) {
      return session
          .texts(
              "find the tables",
              "SELECT unnest(ARRAY['nessie.refs2', 'nessie.objs2'])::regclass::oid::text")
          .stream()
          .map(Long::valueOf)
          .toList();
    }
  }

  /** Where a catalog is. */
  public static CatalogPlace place(TestDatabase database) {
    return place(database.database());
  }

  private static CatalogPlace place(Database database) {
    try (Session session = database.open(new Cancellation())) {
      ServerFacts facts = ServerFacts.of(session);
      return new CatalogPlace(
          facts.identity().system().orElseThrow(),
          facts.identity().timeline().orElseThrow(),
          facts.identity().database(),
          facts.identity().databaseOid(),
          facts.version().text(),
          SCHEMA,
          "JDBC2");
    }
  }

  @Override
  public void close() {
    for (String name :
        replica.query(
            "SELECT subname FROM pg_subscription s JOIN pg_database d ON d.oid = s.subdbid WHERE"
                + " datname = current_database()")) {
      replica.execute(
          "ALTER SUBSCRIPTION \"%s\" DISABLE".formatted(name),
          "ALTER SUBSCRIPTION \"%s\" SET (slot_name = NONE)".formatted(name),
          "DROP SUBSCRIPTION \"%s\"".formatted(name));
    }
    String slots =
        "SELECT slot_name FROM pg_replication_slots WHERE database = current_database() AND NOT"
            + " temporary";
    await(() -> primary.query(slots + " AND active").isEmpty());
    for (String slot : primary.query(slots)) {
      primary.execute("SELECT pg_drop_replication_slot('%s')".formatted(slot));
    }
    try {
      primary.close();
    } finally {
      replica.close();
    }
  }
}
