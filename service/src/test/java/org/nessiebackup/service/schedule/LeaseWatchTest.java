package org.nessiebackup.service.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.vault.lease.HeldLease;

class LeaseWatchTest {
  private static final String KILLED = "host here, process 4711";
  private static final Instant BEGIN = Instant.parse("2026-11-30T12:00:00Z");

  private Duration passed = Duration.ZERO;
  private final LeaseWatch watch = new LeaseWatch(KILLED::equals, () -> passed.toNanos());

  private static HeldLease held(Lease.Kind kind, String owner, int epoch) {
    Lease lease =
        new Lease(
            kind, "0123456789ab", owner, BEGIN, BEGIN.plusSeconds(120 + 30L * epoch), List.of());
    return new HeldLease(kind.label(), epoch, lease, Optional.empty());
  }

  private Optional<HeldLease> seen(HeldLease... leases) {
    return watch.abandoned(List.of(leases));
  }

  private void pass(int seconds) {
    passed = passed.plusSeconds(seconds);
  }

  @Test
  void leaseOfAKilledServiceIsGivenUpWhenItHasNotBeenProlonged() {
    HeldLease lease = held(Lease.Kind.SCHEDULE, KILLED, 1);
    assertThat(seen(lease)).isEmpty();
    pass(40);
    assertThat(seen(lease)).isEmpty();
    pass(1);
    assertThat(seen(lease)).contains(lease);
  }

  @Test
  void holderThatProlongsKeepsIt() {
    for (int epoch = 1; epoch < 20; epoch++) {
      assertThat(seen(held(Lease.Kind.SCHEDULE, KILLED, epoch))).isEmpty();
      pass(35);
      assertThat(seen(held(Lease.Kind.SCHEDULE, KILLED, epoch))).isEmpty();
    }
  }

  @Test
  void holderThatMayBeAliveKeepsIt() {
    HeldLease lease = held(Lease.Kind.SCHEDULE, "host there, process 4711", 1);
    assertThat(seen(lease)).isEmpty();
    pass(1_000);
    assertThat(seen(lease)).isEmpty();
  }

  @Test
  void leasesOfCommandsAreNotWatched() {
    HeldLease backup = held(Lease.Kind.BACKUP, KILLED, 1);
    assertThat(seen(backup)).isEmpty();
    pass(1_000);
    assertThat(seen(backup)).isEmpty();
  }

  @Test
  void timeIsCountedAnewForAnotherHolder() {
    HeldLease first = held(Lease.Kind.SCHEDULE, KILLED, 1);
    assertThat(seen(first)).isEmpty();
    pass(30);
    assertThat(seen()).isEmpty();
    pass(30);
    assertThat(seen(first)).isEmpty();
    pass(41);
    assertThat(seen(first)).contains(first);
  }
}
