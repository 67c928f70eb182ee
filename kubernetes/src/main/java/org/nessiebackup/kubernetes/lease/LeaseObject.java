package org.nessiebackup.kubernetes.lease;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import org.nessiebackup.kubernetes.workload.WorkloadName;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The object of the API in which a workload's lease lies. Each change says what it builds on. */
final class LeaseObject {
  /** As the API has times with parts of a second. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  private final Cluster cluster;
  private final ClusterObjects objects;
  private final WorkloadName workload;
  private final String holder;

  LeaseObject(Cluster cluster, WorkloadName workload, String holder) {
    this.cluster = cluster;
    this.objects = new ClusterObjects(cluster);
    this.workload = workload;
    this.holder = holder;
  }

  String name() {
    return workload.leaseName();
  }

  /** Whoever has it, if somebody has. */
  static Optional<String> holder(JsonNode lease) {
    return ObjectFields.text(lease.at("/spec/holderIdentity"));
  }

  /** Changes with each change of the lease. */
  static String version(JsonNode lease) {
    return lease.at("/metadata/resourceVersion").asString("");
  }

  boolean isMine(JsonNode lease) {
    return holder(lease).filter(holder::equals).isPresent();
  }

  Optional<JsonNode> read() {
    return objects.get(ObjectKind.LEASE, name());
  }

  /** Empty if somebody else was quicker. */
  Optional<JsonNode> create(LeaseIntervals intervals) {
    ObjectNode lease = ObjectKind.LEASE.object();
    lease
        .putObject("metadata")
        .put("name", name())
        .put("namespace", workload.namespace())
        .putObject("labels")
        .put("app.kubernetes.io/managed-by", "nessie-backup");
    return objects.create(ObjectKind.LEASE, held(lease, intervals, true));
  }

  /** Makes it mine; empty if somebody else was quicker. */
  Optional<JsonNode> take(JsonNode before, LeaseIntervals intervals) {
    return update(held(before, intervals, true));
  }

  /** Prolongs what is mine; empty if it has changed since. */
  Optional<JsonNode> renew(JsonNode before, LeaseIntervals intervals) {
    return update(held(before, intervals, false));
  }

  void release(JsonNode before) {
    ObjectNode free = before.deepCopy().asObject();
    free.withObject("/spec").put("holderIdentity", "");
    update(free);
  }

  private ObjectNode held(JsonNode before, LeaseIntervals intervals, boolean taken) {
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
    return objects.replace(ObjectKind.LEASE, name(), next);
  }
}
