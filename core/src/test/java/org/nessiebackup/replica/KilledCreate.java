package org.nessiebackup.replica;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.replica.ReplicaOptions.Target;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.VaultSeed;
import org.nessiebackup.vault.Vault;

/** A process that makes a replica and gets no further than to a step, where somebody kills it. */
final class KilledCreate {
  static final String REACHED = "it is there";
  static final String APPLICATION = "nessie-backup killed";

  private KilledCreate() {}

  /** Stops for good when a step of some number begins. */
  private static final class Steps implements Progress {
    private final CountDownLatch never = new CountDownLatch(1);
    private int left;

    Steps(int last) {
      this.left = last;
    }

    @Override
    public synchronized void step(String name, long totalBytes) {
      if (left-- == 0) {
        System.out.println(REACHED);
        await();
      }
    }

    private void await() {
      try {
        never.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void advanced(long rows, long bytes) {}

    @Override
    public void warning(String message) {}
  }

  /**
   * Makes it.
   *
   * @param arguments the primary, the replica, the vault's folder, and the number of the step
   */
  public static void main(String[] arguments) {
    Database primary = database(arguments[0]);
    Database replica = database(arguments[1]);
    Vault vault =
        new Operations(new FolderStore(Path.of(arguments[2])), primary, new TestContext()).vault();
    WorkContext work =
        new WorkContext(
            APPLICATION,
            APPLICATION,
            Clock.systemUTC(),
            new Steps(Integer.parseInt(arguments[3])),
            new Cancellation());
    CatalogReplica creating =
        new CatalogReplica(
            () -> vault,
            primary,
            replica,
            new ReplicaOptions(
                ReplicaOptions.DEFAULT_NAME,
                Optional.empty(),
                Optional.empty(),
                ReplicaOptions.Link.OURS,
                ReplicaScene.LIMITS),
            work);
    ReplicaScene.create(creating, new VaultSeed(vault, primary, replica, work), Target.EMPTY);
    System.exit(0);
  }

  private static Database database(String url) {
    return new Database(
        new ConnectionSettings(url, Optional.of("postgres"), Optional.empty(), APPLICATION));
  }
}
