package org.nessiebackup.kubernetes.lease;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import tools.jackson.databind.JsonNode;

/** Takes a lease that is free, or whose holder is dead. */
final class LeaseAcquirer {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final Cluster cluster;
  private final LeaseObject object;
  private final LeaseIntervals intervals;

  LeaseAcquirer(Cluster cluster, LeaseObject object, LeaseIntervals intervals) {
    this.cluster = cluster;
    this.object = object;
    this.intervals = intervals;
  }

  JsonNode take() {
    Optional<JsonNode> there = object.read();
    Optional<JsonNode> taken =
        there.isEmpty() ? object.create(intervals) : object.take(free(there.get()), intervals);
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
  private JsonNode free(JsonNode seen) {
    if (unheld(seen)) {
      return seen;
    }
    String holder = LeaseObject.holder(seen).orElseThrow();
    cluster
        .context()
        .progress()
        .step("waiting whether \"%s\", who holds the lease, is still alive".formatted(holder), 0);
    AtomicReference<JsonNode> last = new AtomicReference<>(seen);
    boolean changed =
        cluster.await(
            duration(seen),
            POLL,
            () -> {
              // Deleted by hand: then a free one takes its place, and the update will say so.
              last.set(object.read().orElseGet(last::get));
              return !LeaseObject.version(last.get()).equals(LeaseObject.version(seen));
            });
    if (!changed || unheld(last.get())) {
      return last.get();
    }
    throw locked(holder, "renews it");
  }

  /** Held by nobody, or by this process itself, from an attempt before. */
  private boolean unheld(JsonNode lease) {
    return LeaseObject.holder(lease).isEmpty() || object.isMine(lease);
  }

  /** What the holder promised, within bounds. */
  private Duration duration(JsonNode lease) {
    Duration promised =
        Duration.ofSeconds(
            lease.at("/spec/leaseDurationSeconds").asLong(intervals.duration().toSeconds()));
    return promised.compareTo(LONGEST) < 0 ? promised : LONGEST;
  }

  private BackupException locked(String holder, String does) {
    return Failure.LOCKED.exception(
        "somebody is at work on this workload: \"%s\" holds the lease \"%s\" and %s"
            .formatted(holder, object.name(), does),
        "Wait for its end. \"kubectl get lease %s\" shows who it is.".formatted(object.name()));
  }
}
