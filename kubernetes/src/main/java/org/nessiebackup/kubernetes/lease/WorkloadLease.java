package org.nessiebackup.kubernetes.lease;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.workload.WorkloadName;
import tools.jackson.databind.JsonNode;

/**
 * The lease of a workload that this process holds. A thread of its own renews it; {@link #check}
 * proves that it still holds, and is called right before each step that must not be done by two.
 */
public final class WorkloadLease implements AutoCloseable {
  private final LeaseObject object;
  private JsonNode current;
  private Instant renewed;
  private Optional<ScheduledExecutorService> thread = Optional.empty();
  private Optional<BackupException> trouble = Optional.empty();
  private boolean lost;
  private boolean closed;

  private WorkloadLease(LeaseObject object, JsonNode current) {
    this.object = object;
    this.current = current;
    this.renewed = object.cluster().now();
  }

  /**
   * Takes the lease of a workload. If somebody else has it and renews it, that is said at once; if
   * he does not renew it for as long as it holds, he is dead and it is taken over. No clock is
   * compared with another machine's for that.
   *
   * <p>What is waited for may be interrupted by one connection, while the other keeps the lease
   * until it is given back.
   *
   * @param holder who takes it, for those who have to wait
   * @throws BackupException {@link Failure#LOCKED} if somebody is at work
   */
  public static WorkloadLease acquire(
      Cluster waiting,
      Cluster keeping,
      WorkloadName workload,
      String holder,
      LeaseIntervals intervals) {
    JsonNode taken = new LeaseObject(waiting, workload, holder, intervals).take();
    WorkloadLease lease =
        new WorkloadLease(new LeaseObject(keeping, workload, holder, intervals), taken);
    lease.keepAlive();
    return lease;
  }

  /**
   * Looks whether somebody holds the lease of a workload and is alive, and takes nothing.
   *
   * @param asker who asks; a lease of his own does not count
   * @throws BackupException {@link Failure#LOCKED} if somebody is at work
   */
  public static void requireFree(
      Cluster cluster, WorkloadName workload, String asker, LeaseIntervals intervals) {
    new LeaseObject(cluster, workload, asker, intervals).requireFree();
  }

  private synchronized void keepAlive() {
    ScheduledExecutorService single =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("workload-lease").factory());
    long millis = object.intervals().renewEvery().toMillis();
    // The future is of no use: what goes wrong is kept in a field, and check() looks there.
    var unused =
        single.scheduleWithFixedDelay(this::renewQuietly, millis, millis, TimeUnit.MILLISECONDS);
    thread = Optional.of(single);
  }

  /** Nobody would hear an error here; the next attempt may succeed, and if not, check() says so. */
  void renewQuietly() {
    try {
      renew();
    } catch (BackupException e) {
      remember(e);
    }
  }

  private synchronized void remember(BackupException e) {
    trouble = Optional.of(e);
  }

  private synchronized void renew() {
    if (closed || lost) {
      return;
    }
    Optional<JsonNode> next = object.renew(current);
    if (next.isEmpty()) {
      // An earlier renewal whose answer was lost is one of ours.
      Optional<JsonNode> there = object.read().filter(object::isMine);
      lost = there.isEmpty();
      next = there.flatMap(object::renew);
    }
    next.ifPresent(
        lease -> {
          current = lease;
          renewed = object.cluster().now();
          trouble = Optional.empty();
        });
  }

  /**
   * Makes sure that the lease still holds, by renewing it.
   *
   * @throws BackupException {@link Failure#LOCKED} if it was lost; from then on, always
   */
  public synchronized void check() {
    renew();
    if (lost || object.cluster().now().isAfter(renewed.plus(object.intervals().duration()))) {
      lost = true;
      throw Failure.LOCKED.exception(
          "the lease \"%s\" was lost: it could not be renewed in time, and somebody else may be at"
                  .formatted(object.name())
              + " work now",
          "Nothing was changed after that. Look who is at work; then run the command again.",
          trouble.orElse(null));
    }
  }

  /** Its name, as {@code kubectl get lease} shows it. */
  public String name() {
    return object.name();
  }

  /**
   * Gives it back, so that others need not wait. Where that fails it ends by itself, so the work
   * that it was for is not called a failure because of it.
   */
  @Override
  public void close() {
    thread().ifPresent(ScheduledExecutorService::shutdownNow);
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      if (!lost) {
        try {
          object.release(current);
        } catch (BackupException e) {
          trouble = Optional.of(e);
        }
      }
    }
  }

  private synchronized Optional<ScheduledExecutorService> thread() {
    return thread;
  }
}
