package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.vault.lease.HeldLease;
import org.nessiebackup.vault.lease.Leases;
import org.nessiebackup.vault.lease.VaultLease;

/**
 * Which of several services starts what schedules want: the one that holds a lease of the vault.
 * One that was paused for longer than its lease notices before it starts anything. For one thread,
 * but for {@link #held}.
 */
final class Leadership implements AutoCloseable {
  private static final Duration GLANCE = Duration.ofSeconds(30);

  private final ServedCatalog catalog;
  private final WorkContext context;
  private final LeaseWatch watch;
  private volatile Optional<VaultLease> lease = Optional.empty();
  private long seen;

  /** With a watch over whoever leads now. */
  Leadership(ServedCatalog catalog, WorkContext context, LeaseWatch watch) {
    this.catalog = catalog;
    this.context = context;
    this.watch = watch;
  }

  /** Whether it was held when somebody looked last. */
  boolean held() {
    return lease.isPresent();
  }

  /**
   * Takes it, if nobody else has it. From a service of this host that was killed it is taken away.
   *
   * @throws BackupException if the vault cannot be reached or written
   */
  boolean take() {
    Leases leases = catalog.vault().leases();
    if (take(leases)) {
      return true;
    }
    Optional<HeldLease> left = watch.abandoned(leases.list());
    left.ifPresent(leases::remove);
    return left.isPresent() && take(leases);
  }

  private boolean take(Leases leases) {
    try {
      lease = Optional.of(leases.acquire(Lease.Kind.SCHEDULE, List.of(), context));
      seen = System.nanoTime();
      return true;
    } catch (BackupException e) {
      if (e.failure() == Failure.LOCKED) {
        return false;
      }
      throw e;
    }
  }

  /** Looks whether it is held still; it is given up if not. */
  boolean sure() {
    if (lease.isEmpty()) {
      return false;
    }
    try {
      lease.get().check();
      seen = System.nanoTime();
      return true;
    } catch (BackupException lost) {
      close();
      return false;
    }
  }

  /** Whether somebody has looked not long ago. */
  boolean recent() {
    return System.nanoTime() - seen < GLANCE.toNanos();
  }

  /** Lets others have it at once. */
  @Override
  public void close() {
    lease.ifPresent(VaultLease::close);
    lease = Optional.empty();
  }
}
