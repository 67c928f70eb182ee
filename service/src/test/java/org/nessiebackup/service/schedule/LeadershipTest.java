package org.nessiebackup.service.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.service.fleet.TestCatalog;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.lease.VaultLease;

class LeadershipTest {
  private static final Duration LONG = Duration.ofSeconds(41);

  @TempDir Path folder;

  private final WorkContext work = new TestContext().context();
  private Duration passed = Duration.ZERO;
  private TestCatalog catalog;
  private Leadership leadership;

  @BeforeEach
  void makeVault() {
    FolderStore store = new FolderStore(folder.resolve("vault"));
    new SampleVault(store, new TestContext());
    catalog = new TestCatalog("sales", () -> Vault.open(store));
    leadership =
        new Leadership(catalog, work, new LeaseWatch(catalog::seemsGone, () -> passed.toNanos()));
  }

  private VaultLease leading(String owner) {
    WorkContext other =
        new WorkContext(work.tool(), owner, work.clock(), work.progress(), work.cancellation());
    return catalog.vault().leases().acquire(Lease.Kind.SCHEDULE, List.of(), other);
  }

  @Test
  void nextServiceOfTheHostNeedNotWaitForTheEndOfTheLease() {
    try (VaultLease killed = leading(TestCatalog.GONE)) {
      assertThat(leadership.take()).isFalse();
      passed = LONG;
      assertThat(leadership.take()).isTrue();
      assertThat(leadership.sure()).isTrue();
      assertThatThrownBy(killed::check).isInstanceOf(BackupException.class);
    }
    assertThat(leadership.sure()).isTrue();
    leadership.close();
  }

  @Test
  void serviceThatMayBeAliveLeadsOn() {
    try (VaultLease alive = leading("host there, process 4711")) {
      assertThat(leadership.take()).isFalse();
      passed = LONG;
      assertThat(leadership.take()).isFalse();
      alive.check();
    }
    assertThat(leadership.take()).isTrue();
    leadership.close();
  }
}
