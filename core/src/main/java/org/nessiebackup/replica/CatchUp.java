package org.nessiebackup.replica;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.replica.server.ReplicaNames;
import org.nessiebackup.replication.LogicalMark;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.replication.SlotGuard;
import org.nessiebackup.replication.Subscription;
import org.nessiebackup.retry.Poller;
import org.nessiebackup.retry.WaitContext;

/** Waits until a replica has everything that was committed before, and says what keeps it. */
record CatchUp(ReplicaSetup setup, BothServers servers, ReplicaNames names, SlotGuard guard) {
  private static final Duration EVERY = Duration.ofMillis(50);
  private static final Duration EVER = Duration.ofDays(36_500);

  /** Longer than a server waits before it lets a worker try again, and connects. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private static final String LOG = "The log of the replica's server says why, and of which row; ";

  /**
   * Waits.
   *
   * @return the position it has reached
   * @throws BackupException if it does not follow
   */
  Lsn run() {
    Lsn mark = LogicalMark.emit(servers.primary(), names.application());
    setup
        .context()
        .progress()
        .step("waiting until the replica has what was committed meanwhile", 0);
    Connected connected = new Connected(setup.context().clock().instant());
    new Poller(WaitContext.of(setup.context()))
        .await(EVER, EVERY, () -> hasReached(mark, connected));
    return mark;
  }

  /** When the replica's server was last seen to read the slot. */
  private static final class Connected {
    private Instant last;

    Connected(Instant now) {
      last = now;
    }
  }

  private boolean hasReached(Lsn mark, Connected connected) {
    ReplicationSlot slot =
        ReplicationSlot.look(servers.primary(), names.name()).orElseThrow(this::gone);
    if (slot.isLost()) {
      throw Failure.TARGET_GUARDED.exception(
          "replication slot \"%s\" is lost: %s".formatted(names.name(), slot.lossReason()),
          "Run `replica create` once more: it begins anew.");
    }
    Optional<Lsn> confirmed = slot.log().confirmed();
    // The mark is written behind its position.
    if (confirmed.filter(each -> each.compareTo(mark) > 0).isPresent()) {
      return true;
    }
    if (slot.activeProcess().isPresent()) {
      connected.last = setup.context().clock().instant();
    }
    refuseStopped();
    if (connected.last.plus(PATIENCE).isBefore(setup.context().clock().instant())) {
      throw Failure.CONNECTION.exception(
          "the replica's server has not read replication slot \"%s\" for a minute"
              .formatted(names.name()),
          LOG + "the address may lead to another server than the primary.");
    }
    return false;
  }

  private BackupException gone() {
    ReplicaCreation.refuseGivenUp(guard);
    return Failure.TARGET_GUARDED.exception(
        "replication slot \"%s\" is gone".formatted(names.name()),
        "Run `replica create` once more: it begins anew.");
  }

  private void refuseStopped() {
    Subscription subscription =
        Subscription.look(servers.replica(), names.name())
            .orElseThrow(
                () ->
                    Failure.DATABASE.exception(
                        "subscription \"%s\" is gone".formatted(names.name()),
                        "Run `replica create --again`: somebody has dropped it."));
    boolean failing =
        subscription.errors().filter(errors -> errors.apply() > 0).isPresent()
            || !subscription.enabled();
    if (failing) {
      throw Failure.DATABASE.exception(
          "the replica's server cannot apply the primary's changes by subscription \"%s\""
              .formatted(names.name()),
          LOG + "somebody may have written to the replica.");
    }
  }
}
