package org.nessiebackup.kubernetes.lease;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.time.Duration;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;

/** Takes a lease that is free, or whose holder is dead. */
final class LeaseAcquirer {
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Cluster cluster;
  private final LeaseObject object;
  private final LeaseTiming terms;

  LeaseAcquirer(Cluster cluster, LeaseObject object, LeaseTiming terms) {
    this.cluster = cluster;
    this.object = object;
    this.terms = terms;
  }

  Lease take() {
    Optional<Lease> there = object.read();
    Optional<Lease> taken =
        there.isEmpty() ? object.create(terms) : object.take(free(there.get()), terms);
    // Our own attempt, if it was made and only its answer was lost; else somebody was quicker.
    return taken.orElseGet(
        () ->
            object
                .read()
                .filter(object::isMine)
                .orElseThrow(() -> locked("somebody else", "was quicker")));
  }

  /** Refuses only if somebody has it and is alive; takes nothing. */
  void requireFree() {
    object.read().ifPresent(this::free);
  }

  /** Waits until nobody has it any more; returns it as it is then. */
  private Lease free(Lease seen) {
    if (unheld(seen)) {
      return seen;
    }
    String holder = LeaseObject.holder(seen).orElseThrow();
    cluster
        .context()
        .progress()
        .step("waiting whether \"%s\", who holds the lease, is still alive".formatted(holder), 0);
    Watched watched = new Watched(seen);
    cluster.await(duration(seen), LOOK, watched::changed);
    Lease now = watched.last;
    if (unheld(now) || !watched.hasChanged(now)) {
      return now;
    }
    throw locked(holder, "renews it");
  }

  /** Held by nobody, or by this process itself, from an attempt before. */
  private boolean unheld(Lease lease) {
    return LeaseObject.holder(lease).isEmpty() || object.isMine(lease);
  }

  /** What the holder promised, within bounds. */
  private Duration duration(Lease lease) {
    Integer seconds = lease.getSpec().getLeaseDurationSeconds();
    Duration promised = seconds == null ? terms.duration() : Duration.ofSeconds(seconds);
    return promised.compareTo(LONGEST) < 0 ? promised : LONGEST;
  }

  private BackupException locked(String holder, String does) {
    return new BackupException(
        Failure.LOCKED,
        "somebody is at work on this workload: \"%s\" holds the lease \"%s\" and %s"
            .formatted(holder, object.name(), does),
        "Wait for its end. \"kubectl get lease %s\" shows who it is.".formatted(object.name()));
  }

  private final class Watched {
    private final String version;
    private Lease last;

    Watched(Lease seen) {
      this.version = seen.getMetadata().getResourceVersion();
      this.last = seen;
    }

    boolean changed() {
      // Deleted by hand: then a free one takes its place, and the update will say so.
      last = object.read().orElse(last);
      return hasChanged(last);
    }

    boolean hasChanged(Lease lease) {
      return !version.equals(lease.getMetadata().getResourceVersion());
    }
  }
}
