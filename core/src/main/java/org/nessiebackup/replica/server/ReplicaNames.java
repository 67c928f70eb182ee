package org.nessiebackup.replica.server;

/**
 * What a replica is called on both servers.
 *
 * @param name its slot, its publication and its subscription
 * @param application what its sessions on the primary call themselves, so that nobody takes them
 *     for a client of the catalog
 */
public record ReplicaNames(String name, String application) {
  private static final String PREFIX = "nessie_backup_replica_";

  /** Those of a replica by its name. */
  public static ReplicaNames of(String replica) {
    return new ReplicaNames(PREFIX + replica.replace('-', '_'), "nessie-backup replica " + replica);
  }
}
