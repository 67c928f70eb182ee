package org.nessiebackup.kubernetes.lease;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.workload.WorkloadName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The object of the API in which a workload's lease lies. Each change says what it builds on.
 *
 * @param cluster the connection by which it is read and changed
 * @param workload whose lease it is
 * @param holder who wants it, or has it
 * @param intervals how long it holds
 */
record LeaseObject(
    Cluster cluster, WorkloadName workload, String holder, LeaseIntervals intervals) {

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  /** As the API has times with parts of a second. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  String name() {
    return workload.leaseName();
  }

  /** Whoever has it, if somebody has. */
  private static Optional<String> holder(JsonNode lease) {
    return ObjectFields.text(lease.at("/spec/holderIdentity"));
  }

  /** Changes with each change of the lease. */
  private static String version(JsonNode lease) {
    return lease.at("/metadata/resourceVersion").asString("");
  }

  boolean isMine(JsonNode lease) {
    return holder(lease).filter(holder::equals).isPresent();
  }

  private ClusterObjects objects() {
    return new ClusterObjects(cluster);
  }

  Optional<JsonNode> read() {
    return objects().get(ObjectKind.LEASE, name());
  }

  /** Takes it, if it is free or its holder is dead. */
  JsonNode take() {
    Optional<JsonNode> there = read();
    Optional<JsonNode> taken = there.isEmpty() ? create() : update(held(free(there.get()), true));
    // Our own attempt, if it was made and only its answer was lost; else somebody was quicker.
    return taken.orElseGet(
        () ->
            read().filter(this::isMine).orElseThrow(() -> locked("somebody else", "was quicker")));
  }

  /** Refuses only if somebody has it and is alive; takes nothing. */
  void requireFree() {
    read().ifPresent(this::free);
  }

  /** Waits until nobody has it any more; returns it as it is then. */
  private JsonNode free(JsonNode seen) {
    if (unheld(seen)) {
      return seen;
    }
    String other = holder(seen).orElseThrow();
    cluster
        .context()
        .progress()
        .step("waiting whether \"%s\", who holds the lease, is still alive".formatted(other), 0);
    AtomicReference<JsonNode> last = new AtomicReference<>(seen);
    boolean changed =
        cluster.await(
            duration(seen),
            POLL,
            () -> {
              // Deleted by hand: then a free one takes its place, and the update will say so.
              last.set(read().orElseGet(last::get));
              return !version(last.get()).equals(version(seen));
            });
    if (!changed || unheld(last.get())) {
      return last.get();
    }
    throw locked(other, "renews it");
  }

  /** Held by nobody, or by this process itself, from an attempt before. */
  private boolean unheld(JsonNode lease) {
    return holder(lease).isEmpty() || isMine(lease);
  }

  /** What the holder promised, within bounds. */
  private Duration duration(JsonNode lease) {
    Duration promised =
        Duration.ofSeconds(
            lease.at("/spec/leaseDurationSeconds").asLong(intervals.duration().toSeconds()));
    return promised.compareTo(LONGEST) < 0 ? promised : LONGEST;
  }

  private BackupException locked(String other, String does) {
    return Failure.LOCKED.exception(
        "somebody is at work on this workload: \"%s\" holds the lease \"%s\" and %s"
            .formatted(other, name(), does),
        "Wait for its end. \"kubectl get lease %s\" shows who it is.".formatted(name()));
  }

  /** Empty if somebody else was quicker. */
  private Optional<JsonNode> create() {
    ObjectNode lease = ObjectKind.LEASE.object();
    lease
        .putObject("metadata")
        .put("name", name())
        .put("namespace", workload.namespace())
        .putObject("labels")
        .put("app.kubernetes.io/managed-by", "nessie-backup");
    return objects().create(ObjectKind.LEASE, held(lease, true));
  }

  /** Prolongs what is mine; empty if it has changed since. */
  Optional<JsonNode> renew(JsonNode before) {
    return update(held(before, false));
  }

  void release(JsonNode before) {
    ObjectNode free = before.deepCopy().asObject();
    free.withObject("/spec").put("holderIdentity", "");
    update(free);
  }

  private ObjectNode held(JsonNode before, boolean taken) {
    String now = TIME.format(cluster.now());
    ObjectNode lease = before.deepCopy().asObject();
    ObjectNode spec = lease.withObject("/spec");
    spec.put("holderIdentity", holder)
        .put("leaseDurationSeconds", intervals.duration().toSeconds())
        .put("renewTime", now);
    if (taken) {
      spec.put("acquireTime", now)
          .put("leaseTransitions", spec.path("leaseTransitions").asInt(0) + 1);
    }
    return lease;
  }

  /** The version in the object makes the server refuse what builds on an older one. */
  private Optional<JsonNode> update(JsonNode next) {
    return objects().replace(ObjectKind.LEASE, name(), next);
  }
}
