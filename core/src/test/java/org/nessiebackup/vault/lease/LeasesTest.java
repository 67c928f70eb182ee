package org.nessiebackup.vault.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.manifest.Lease.Kind;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.testing.FaultyStore;
import org.nessiebackup.testing.InterleavingStore;

class LeasesTest extends LeasesContract {
  @Override
  ObjectStore emptyStore() {
    return new MemoryStore();
  }

  /** It does not know the time, so that nobody asks it. */
  @Override
  void age(Duration by) {}

  @Test
  void threadProlongsItByItself() throws InterruptedException {
    CountDownLatch refreshes = new CountDownLatch(3);
    InterleavingStore counting = new InterleavingStore(store);
    counting.before(
        call -> {
          if (call.startsWith("commit locks/")) {
            refreshes.countDown();
          }
          return false;
        },
        () -> {});
    LeasePeriods quick =
        new LeasePeriods(Duration.ofMinutes(1), Duration.ofMillis(1), Duration.ofMinutes(1));
    try (VaultLease lease =
        new Leases(counting).acquire(Kind.BACKUP, List.of(), work("a"), quick)) {
      assertThat(refreshes.await(1, TimeUnit.MINUTES)).isTrue();
      lease.check();
    }
    assertThat(new Leases(store).list()).isEmpty();
  }

  @Test
  void failedRefreshIsMadeUpForByTheNext() {
    FaultyStore faulty = new FaultyStore(store);
    VaultLease lease = acquire(faulty, Kind.BACKUP, "a");
    faulty.failing(1, FaultyStore.Fault.REFUSED);
    lease.refresh();
    faulty.failing(6, FaultyStore.Fault.ANSWER_LOST);
    lease.refresh();
    faulty.failing(Integer.MAX_VALUE, FaultyStore.Fault.REFUSED);
    clock.advance(Duration.ofHours(15));
    lease.refresh();
    clock.advance(Duration.ofHours(15));

    lease.check();
  }

  @Test
  void lossSaysWhyNoRefreshSucceeded() {
    FaultyStore faulty = new FaultyStore(store);
    VaultLease lease = acquire(faulty, Kind.BACKUP, "a");
    faulty.failing(1, FaultyStore.Fault.DEAD_BEFORE);
    lease.refresh();
    clock.advance(Duration.ofHours(21));

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(lease::check)
        .withMessageContaining("could not be refreshed: call 1 fails on demand");
  }

  @Test
  void leaseOfANewerProgramExcludesEveryCommandForAnHour() throws IOException {
    ((MemoryStore) store)
        .overwrite("locks/vacuum/00000007.json", "{\"format\":9}".getBytes(StandardCharsets.UTF_8));
    Instant written = store.list("locks/").getFirst().modified();
    clock.advance(Duration.between(clock.instant(), written.plusSeconds(1800)));
    for (Kind kind : EnumSet.complementOf(EnumSet.of(Kind.SCHEDULE))) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> acquire(kind, "a"))
          .withMessageContaining("unknown")
          .withMessageContaining("format 9");
    }
    clock.advance(Duration.ofHours(2));
    acquire(Kind.PRUNE, "a").close();

    Leases leases = new Leases(store);
    leases.list().forEach(leases::remove);
    assertThat(store.list("")).isEmpty();
  }

  /** A bucket without conditional puts: of two writers of one name the later one wins. */
  @Test
  void whereNamesAreNotExclusiveWhoWasOverwrittenFindsOutBeforeItPublishes() throws IOException {
    MemoryStore careless = (MemoryStore) store;
    VaultLease later = acquire(Kind.BACKUP, "b");
    byte[] laterWords = careless.bytes("locks/backup/00000001.json");
    later.close();
    VaultLease earlier = acquire(Kind.BACKUP, "a");
    careless.overwrite("locks/backup/00000001.json", laterWords);

    assertLost(earlier);
  }
}
