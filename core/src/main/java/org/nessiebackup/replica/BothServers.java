package org.nessiebackup.replica;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogFinder;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.CatalogLock;

/**
 * A session on each of the two servers.
 *
 * @param primary in no transaction
 * @param replica in no transaction
 */
record BothServers(Session primary, Session replica) implements AutoCloseable {
  static BothServers open(ReplicaSetup setup) {
    Session primary = setup.onPrimary();
    try {
      return new BothServers(primary, setup.onReplica());
    } catch (RuntimeException e) {
      primary.closeAfter(e);
      throw e;
    }
  }

  /** One operation at a time for a replica; it ends with the session on the primary. */
  void lock(String name) {
    lock(primary, name);
  }

  /** The same for who has no more than a session on the primary. */
  static void lock(Session primary, String name) {
    String key = "replica " + name;
    if (!CatalogLock.tryAcquire(primary, key)) {
      throw Failure.LOCKED.exception(
          "somebody else is at work on replica \"%s\": %s"
              .formatted(
                  name, CatalogLock.holder(primary, key).orElse("a session that has just ended")),
          "Wait until that is done. If it hangs, end its process; the lock goes with it.");
    }
  }

  CatalogLocation catalog(ReplicaOptions options) {
    return CatalogFinder.find(primary, StoreType.tableSets(options.tables()), options.schema());
  }

  CatalogPlace primaryPlace(CatalogLocation catalog) {
    return place(primary, catalog, "the primary's server");
  }

  CatalogPlace replicaPlace(CatalogLocation catalog) {
    return place(replica, catalog, "the replica's server");
  }

  private static CatalogPlace place(Session session, CatalogLocation catalog, String whose) {
    ServerFacts facts = ServerFacts.of(session);
    ServerFacts.Identity identity = facts.identity();
    return new CatalogPlace(
        known(identity.system(), whose),
        known(identity.timeline(), whose),
        identity.database(),
        identity.databaseOid(),
        facts.version().text(),
        catalog.schema(),
        catalog.tables().label());
  }

  /** Without it nobody could say later which of two servers has the catalog. */
  private static <T> T known(Optional<T> value, String whose) throws BackupException {
    return value.orElseThrow(
        () ->
            Failure.PERMISSION.exception(
                whose + " does not tell our role which cluster it is",
                "As a superuser there: GRANT EXECUTE ON FUNCTION pg_control_system(),"
                    + " pg_control_checkpoint(), pg_current_wal_lsn(), pg_walfile_name(pg_lsn) TO"
                    + " …;"));
  }

  @Override
  public void close() {
    replica.close();
    primary.close();
  }
}
