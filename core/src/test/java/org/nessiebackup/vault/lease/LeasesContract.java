package org.nessiebackup.vault.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.Lease.Kind;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.testing.FaultyStore;
import org.nessiebackup.testing.HandClock;
import org.nessiebackup.testing.InterleavingStore;
import org.nessiebackup.testing.SampleManifests;

/** What leases promise, whatever the store. */
abstract class LeasesContract {
  /** The thread does nothing by itself in these tests: the hand clock has to decide. */
  private static final LeasePeriods PERIODS =
      new LeasePeriods(Duration.ofHours(20), Duration.ofHours(10), Duration.ofHours(1));

  private static final Duration UNTIL_NOBODY_RESPECTS_IT = Duration.ofHours(22);

  final HandClock clock = new HandClock(SampleManifests.TIME);
  ObjectStore store;

  abstract ObjectStore emptyStore() throws IOException;

  /** Makes all that lies in the store so much older, by the store's own clock. */
  abstract void age(Duration by) throws IOException;

  /** Lets time pass, for everybody. */
  final void advance(Duration by) {
    clock.advance(by);
    try {
      age(by);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  final void begin() throws IOException {
    store = emptyStore();
  }

  WorkContext work(String owner) {
    return new WorkContext("test", owner, clock, Progress.NONE, new Cancellation());
  }

  VaultLease acquire(Kind kind, String owner) {
    return acquire(store, kind, owner);
  }

  VaultLease acquire(ObjectStore through, Kind kind, String owner) {
    return new Leases(through).acquire(kind, List.of(), work(owner), PERIODS);
  }

  @Test
  void whatIsTakenIsRefusedWithTheNameOfItsOwner() {
    acquire(Kind.BACKUP, "host a, process 7, backup");

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> acquire(Kind.BACKUP, "b"))
        .withMessageContaining("host a, process 7, backup")
        .withMessageContaining("since 2026-11-22T02:00:00Z, until 2026-11-22T22:01:00Z")
        .matches(e -> e.failure() == Failure.LOCKED)
        .matches(e -> e.hint().orElse("").contains("`unlock --force`"));
  }

  @Test
  void whatIsGivenBackCanBeTakenAndLeavesNothing() throws IOException {
    acquire(Kind.PRUNE, "a").close();
    acquire(Kind.PRUNE, "b").close();

    assertThat(store.list("")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void kindsExcludeEachOtherAsTheTableSays(Kind held) {
    List<Kind> allowed =
        switch (held) {
          case BACKUP -> List.of(Kind.COPY, Kind.SCHEDULE);
          case COPY -> List.of(Kind.BACKUP, Kind.COPY, Kind.SCHEDULE);
          case PRUNE, REWRAP -> List.of(Kind.SCHEDULE);
          case SCHEDULE -> List.of(Kind.BACKUP, Kind.COPY, Kind.PRUNE, Kind.REWRAP);
        };
    acquire(held, "a");

    for (Kind wanted : Kind.values()) {
      if (allowed.contains(wanted)) {
        assertThatCode(() -> acquire(wanted, "b").close())
            .as("%s", wanted)
            .doesNotThrowAnyException();
      } else {
        assertThatExceptionOfType(BackupException.class)
            .as("%s", wanted)
            .isThrownBy(() -> acquire(wanted, "b"));
      }
    }
  }

  @Test
  void refusedAcquisitionLeavesNothing() throws IOException {
    acquire(Kind.COPY, "a");
    List<StoredObject> before = store.list("");

    assertThatExceptionOfType(BackupException.class).isThrownBy(() -> acquire(Kind.PRUNE, "b"));
    assertThat(store.list("")).isEqualTo(before);
  }

  @Test
  void expiredLeaseIsRespectedForAsLongAsClocksMayDiffer() {
    acquire(Kind.BACKUP, "a");
    advance(Duration.ofHours(21));
    assertThatExceptionOfType(BackupException.class).isThrownBy(() -> acquire(Kind.BACKUP, "b"));

    advance(Duration.ofSeconds(1));
    assertThatCode(() -> acquire(Kind.BACKUP, "b")).doesNotThrowAnyException();
  }

  @Test
  void holderGivesUpBeforeAnybodyElseMayFollow() {
    VaultLease lease = acquire(Kind.BACKUP, "a");
    advance(Duration.ofHours(20));
    lease.check();

    advance(Duration.ofSeconds(1));
    assertLost(lease);
    // What others may have done since is unknown, so a refresh does not bring it back.
    lease.refresh();
    assertLost(lease);
  }

  @Test
  void refreshedLeaseHoldsOn() throws IOException {
    VaultLease lease = acquire(Kind.BACKUP, "a");
    for (int i = 0; i < 5; i++) {
      advance(Duration.ofHours(19));
      lease.refresh();
      lease.check();
      assertThatExceptionOfType(BackupException.class).isThrownBy(() -> acquire(Kind.PRUNE, "b"));
    }
    assertThat(store.list("locks/")).hasSize(2);
    lease.close();
    assertThat(store.list("")).isEmpty();
  }

  @Test
  void followedHolderHasLostItForGood() {
    VaultLease paused = acquire(Kind.BACKUP, "a");
    advance(UNTIL_NOBODY_RESPECTS_IT);
    VaultLease follower = acquire(Kind.BACKUP, "b");

    assertLost(paused);
    paused.refresh();
    paused.close();
    follower.check();
    follower.close();
    assertLost(paused);
  }

  @Test
  void removedLeaseIsLost() {
    VaultLease lease = acquire(Kind.BACKUP, "a");
    Leases leases = new Leases(store);
    leases.list().forEach(leases::remove);

    assertLost(lease);
    assertThat(leases.list()).isEmpty();
  }

  @Test
  void listNamesEachHolderOnceWithWhatItUses() {
    BackupId used = new BackupId("20261122T020000Z-7f3a");
    VaultLease copy = new Leases(store).acquire(Kind.COPY, List.of(used), work("a"), PERIODS);
    copy.refresh();
    acquire(Kind.COPY, "b");

    assertThat(new Leases(store).list())
        .hasSize(2)
        .anySatisfy(
            held -> {
              assertThat(held.lease().owner()).isEqualTo("a");
              assertThat(held.lease().uses()).containsExactly(used);
              assertThat(held.live(clock.instant())).isTrue();
            });
  }

  @Test
  void ofManyWhoWantItAtOnceExactlyOneGetsIt() throws InterruptedException {
    for (int round = 0; round < 20; round++) {
      Queue<VaultLease> winners = new ConcurrentLinkedQueue<>();
      Queue<BackupException> losers = new ConcurrentLinkedQueue<>();
      CountDownLatch start = new CountDownLatch(1);
      List<Thread> threads =
          IntStream.range(0, 8)
              .mapToObj(
                  number ->
                      Thread.ofPlatform()
                          .start(
                              () -> {
                                try {
                                  start.await();
                                  winners.add(acquire(Kind.BACKUP, "writer " + number));
                                } catch (BackupException e) {
                                  losers.add(e);
                                } catch (InterruptedException e) {
                                  Thread.currentThread().interrupt();
                                }
                              }))
              .toList();
      start.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(winners).hasSize(1);
      assertThat(losers).hasSize(7).allMatch(e -> e.failure() == Failure.LOCKED);
      winners.element().check();
      // Every other round finds the lease of a killed holder in its way.
      if (round % 2 == 0) {
        winners.element().close();
      } else {
        advance(UNTIL_NOBODY_RESPECTS_IT);
      }
    }
  }

  @Test
  void whereverOneIsPausedThereAreNeverTwoHolders() {
    for (Kind other : List.of(Kind.BACKUP, Kind.PRUNE)) {
      for (boolean stale : new boolean[] {false, true}) {
        int call = 1;
        while (call < 200 && pausedAcquisitionExcludes(call, other, stale)) {
          call++;
        }
        assertThat(call).isBetween(4, 199);
      }
    }
  }

  /** Answers whether there is such a call. */
  private boolean pausedAcquisitionExcludes(int call, Kind other, boolean stale) {
    Leases leases = new Leases(store);
    leases.list().forEach(leases::remove);
    if (stale) {
      acquire(Kind.BACKUP, "killed");
      advance(UNTIL_NOBODY_RESPECTS_IT);
    }
    Queue<VaultLease> holders = new ConcurrentLinkedQueue<>();
    InterleavingStore pausing = new InterleavingStore(store);
    pausing.before(call, () -> tryToAcquire(store, other, holders));
    tryToAcquire(pausing, Kind.BACKUP, holders);
    List<VaultLease> sure = holders.stream().filter(LeasesContract::holds).toList();
    assertThat(sure).as("holders when paused before call %d", call).hasSizeLessThan(2);
    return pausing.calls() >= call;
  }

  private void tryToAcquire(ObjectStore through, Kind kind, Queue<VaultLease> holders) {
    try {
      holders.add(acquire(through, kind, "somebody"));
    } catch (BackupException e) {
      assertThat(e.failure()).isEqualTo(Failure.LOCKED);
    }
  }

  private static boolean holds(VaultLease lease) {
    try {
      lease.check();
      return true;
    } catch (BackupException e) {
      return false;
    }
  }

  @ParameterizedTest
  @EnumSource
  void whateverCallFailsTheLeaseIsHeldOrNotAndEndsByItself(FaultyStore.Fault fault) {
    int call = 1;
    while (call < 200 && !survives(call, fault)) {
      advance(UNTIL_NOBODY_RESPECTS_IT);
      VaultLease next = acquire(Kind.PRUNE, "next");
      next.check();
      Leases leases = new Leases(store);
      leases.list().forEach(leases::remove);
      call++;
    }
    assertThat(call).isBetween(8, 200);
  }

  /** Answers whether all was done before the faulty call. */
  private boolean survives(int call, FaultyStore.Fault fault) {
    FaultyStore faulty = new FaultyStore(store).failing(call, fault);
    try (VaultLease lease = acquire(faulty, Kind.BACKUP, "unlucky")) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> acquire(Kind.BACKUP, "other"));
      lease.refresh();
      lease.check();
    } catch (BackupException e) {
      assertThat(e.failure()).isIn(Failure.STORE, Failure.LOCKED);
    }
    return faulty.calls() < call;
  }

  static void assertLost(VaultLease lease) {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(lease::check)
        .withMessageStartingWith("the lease was lost")
        .matches(e -> e.failure() == Failure.LOCKED);
  }
}
