package org.nessiebackup.replica;

import java.util.Optional;
import org.nessiebackup.Secret;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TwoServers;
import org.nessiebackup.testing.VaultSeed;
import org.nessiebackup.vault.Vault;

/**
 * A vault, a catalog, and a place for a replica of it.
 *
 * @param servers the catalog, and the place
 * @param operations on the catalog, with the vault
 */
record ReplicaScene(TwoServers servers, Operations operations) implements AutoCloseable {
  static final ReplicaOptions.Limits LIMITS = new ReplicaOptions.Limits(1L << 30, true);

  static ReplicaScene create(int primary, int replica) {
    TwoServers servers = TwoServers.create(primary, replica);
    return new ReplicaScene(
        servers,
        new Operations(new MemoryStore(), servers.primary().database(), new TestContext()));
  }

  Vault vault() {
    return operations.vault();
  }

  ReplicaOptions options() {
    return new ReplicaOptions(
        ReplicaOptions.DEFAULT_NAME,
        Optional.empty(),
        Optional.empty(),
        ReplicaOptions.Link.OURS,
        LIMITS);
  }

  ReplicaOptions reaching(String address) {
    return new ReplicaOptions(
        ReplicaOptions.DEFAULT_NAME,
        Optional.empty(),
        Optional.empty(),
        new ReplicaOptions.Link(Optional.of(address), Optional.<Secret>empty()),
        LIMITS);
  }

  CatalogReplica replica() {
    return replica(options(), new TestContext().context());
  }

  CatalogReplica replica(ReplicaOptions options, WorkContext context) {
    return new CatalogReplica(
        this::vault, servers.primary().database(), servers.replica().database(), options, context);
  }

  VaultSeed seed(WorkContext context) {
    return new VaultSeed(
        vault(), servers.primary().database(), servers.replica().database(), context);
  }

  ReplicaCreateReport create() {
    return create(replica(), seed(new TestContext().context()), ReplicaOptions.Target.EMPTY);
  }

  static ReplicaCreateReport create(
      CatalogReplica replica, CatalogReplica.Seed seed, ReplicaOptions.Target target) {
    return replica.create(replica.planCreate(target), target, seed);
  }

  ReplicaState state() {
    return replica().state().orElseThrow();
  }

  boolean isEqual() {
    servers.awaitCaughtUp();
    return servers
        .replica()
        .catalogFingerprint(TwoServers.SCHEMA)
        .equals(servers.primary().catalogFingerprint(TwoServers.SCHEMA));
  }

  @Override
  public void close() {
    servers.close();
  }
}
