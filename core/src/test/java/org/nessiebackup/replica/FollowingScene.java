package org.nessiebackup.replica;

import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TwoServers;

/** A replica that follows, and a vault that knows of it. */
record FollowingScene(TwoServers servers, SampleVault vault, TestContext work)
    implements AutoCloseable {
  private static final BackupId SEED = new BackupId("20261122T020000Z-7f3a");

  static FollowingScene following(int primary, int replica) {
    TwoServers servers = TwoServers.create(primary, replica);
    TestContext work = new TestContext();
    SampleVault vault = new SampleVault(new MemoryStore(), work);
    servers.followBySql();
    servers.recordFollowing(vault.vault(), SEED);
    return new FollowingScene(servers, vault, work);
  }

  CatalogReplica replica() {
    return replica(servers.primary().database(), servers.replica().database());
  }

  CatalogReplica replica(Database primary, Database replica) {
    return new CatalogReplica(
        vault::vault,
        primary,
        replica,
        new ReplicaOptions(
            ReplicaOptions.DEFAULT_NAME,
            Optional.empty(),
            Optional.empty(),
            ReplicaOptions.Link.OURS,
            ReplicaOptions.Limits.DEFAULT),
        work.context());
  }

  @Override
  public void close() {
    servers.close();
  }
}
