package org.nessiebackup.vault.lease;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.Lease;

/**
 * A lease that this process holds. A thread of its own prolongs it; {@link #check} says whether
 * that still is so, and is called right before anything becomes visible or goes.
 */
public final class VaultLease implements AutoCloseable {
  private final Leases leases;
  private final LeasePeriods periods;
  private final WorkContext context;

  /** What of it lies in the store, oldest first. */
  private final Deque<HeldLease> stored = new ArrayDeque<>();

  private Optional<ScheduledExecutorService> thread = Optional.empty();
  private Optional<ScheduledFuture<?>> refreshing = Optional.empty();
  private Optional<IOException> trouble = Optional.empty();
  private boolean lost;
  private boolean closed;

  VaultLease(Leases leases, HeldLease first, LeasePeriods periods, WorkContext context) {
    this.leases = leases;
    this.periods = periods;
    this.context = context;
    stored.add(first);
  }

  /** What it says now. */
  public Lease lease() {
    return current().lease();
  }

  LeasePeriods periods() {
    return periods;
  }

  synchronized HeldLease current() {
    return stored.getLast();
  }

  /**
   * Makes sure that the lease still holds, by a listing of the store.
   *
   * @throws BackupException {@link Failure#LOCKED} if it was lost; from then on, always
   */
  public synchronized void check() {
    try {
      if (lost || expired() || !isNewest() || expired()) {
        throw lose();
      }
    } catch (IOException e) {
      throw leases.failure(e, "cannot look whether the lease still holds");
    }
  }

  /** By our own clock, before others see it: they have some tolerance. */
  private boolean expired() {
    return context.clock().instant().isAfter(stored.getLast().lease().expires());
  }

  private boolean isNewest() throws IOException {
    HeldLease mine = stored.getLast();
    return leases
        .newest(mine.name())
        .filter(newest -> newest.lease().holder().equals(mine.lease().holder()))
        .isPresent();
  }

  private BackupException lose() {
    lost = true;
    Lease lease = stored.getLast().lease();
    return Failure.LOCKED.exception(
        "the lease was lost: the %s lease held until %s, and %s"
            .formatted(
                lease.kind().label(),
                lease.expires(),
                trouble
                    .map(e -> "could not be refreshed: " + e.getMessage())
                    .orElse("somebody has removed or followed it, or this process was paused")),
        "Nothing was published after that. Run the command again.",
        trouble.orElse(null));
  }

  /** Lets a thread prolong it. */
  synchronized void keepAlive() {
    ScheduledExecutorService single =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lease").factory());
    long millis = periods.refreshEvery().toMillis();
    refreshing =
        Optional.of(
            single.scheduleWithFixedDelay(this::refresh, millis, millis, TimeUnit.MILLISECONDS));
    thread = Optional.of(single);
  }

  /**
   * Prolongs it. What goes wrong is not thrown, as nobody would hear: the next attempt may succeed,
   * and if none does, {@link #check} says so.
   *
   * <p>The object before the newest stays until the next refresh: who lists the store while we
   * write sees one of the two.
   */
  synchronized void refresh() {
    if (closed || lost) {
      return;
    }
    try {
      if (expired() || !isNewest()) {
        lost = true;
        return;
      }
      HeldLease before = stored.getLast();
      Instant until = context.clock().instant().plus(periods.duration());
      HeldLease next =
          new HeldLease(before.name(), before.epoch() + 1, before.lease().until(until));
      leases.publish(next.name(), next.epoch(), next.lease());
      stored.addLast(next);
      trouble = Optional.empty();
      while (stored.size() > 2) {
        leases.deleteIfAllowed(stored.getFirst());
        stored.removeFirst();
      }
    } catch (IOException e) {
      trouble = Optional.of(e);
    } catch (BackupException otherHolder) {
      lost = true;
    }
  }

  /**
   * Gives it back, so that others need not wait for its end. Where that fails it ends by itself, so
   * the work that it was for is not called a failure because of it.
   */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    stop();
    HeldLease mine = stored.getLast();
    try {
      leases.forget(mine.name(), mine.lease().holder());
    } catch (IOException e) {
      trouble = Optional.of(e);
      context
          .progress()
          .warning(
              "the lease cannot be given back, so the vault stays locked until %s: %s"
                  .formatted(
                      mine.lease()
                          .expires()
                          .plus(periods.tolerance())
                          .truncatedTo(ChronoUnit.SECONDS),
                      e.getMessage()));
    }
  }

  private void stop() {
    closed = true;
    refreshing.ifPresent(task -> task.cancel(false));
    thread.ifPresent(ScheduledExecutorService::shutdown);
  }
}
