package org.nessiebackup.kubernetes.workload;

import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Pauses CronJobs and puts them back. Both may be done twice. */
public record CronJobs(Cluster cluster) {
  /** Whether one is suspended; empty if nothing says so. */
  static Optional<Boolean> suspended(JsonNode job) {
    return job.at("/spec/suspend").booleanValueOpt();
  }

  /** Lets it start no more jobs; those that run go on. */
  public void pause(PausedCronJob job) {
    set(job.name(), Optional.of(true));
  }

  /** Makes it what it was before; one that is gone is left so. */
  public void putBack(PausedCronJob job) {
    set(job.name(), job.suspendedBefore());
  }

  private void set(String name, Optional<Boolean> suspend) {
    ClusterObjects.retryOnConflict(
        () -> isSet(name, suspend),
        () ->
            Failure.CLUSTER.exception(
                "the CronJob \"%s\" changed again and again while it was to be paused or put back"
                    .formatted(name),
                "Look what changes it; then run the command again."));
  }

  private boolean isSet(String name, Optional<Boolean> suspend) {
    Optional<JsonNode> found = new ClusterObjects(cluster).get(ObjectKind.CRON_JOB, name);
    if (found.isEmpty()) {
      cluster.context().progress().warning("the CronJob \"%s\" is gone".formatted(name));
      return true;
    }
    return suspended(found.get()).equals(suspend) || patch(name, found.get(), suspend);
  }

  /** Without a value, the server takes its own, which is that it is not suspended. */
  private boolean patch(String name, JsonNode found, Optional<Boolean> suspend) {
    ObjectNode patch = ClusterObjects.patchOf(found.at("/metadata/resourceVersion").asString(""));
    patch.putObject("spec").put("suspend", suspend.orElse(null));
    return new ClusterObjects(cluster).patch(ObjectKind.CRON_JOB, name, patch);
  }
}
