package org.nessiebackup.kubernetes.workload;

import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Pauses CronJobs and puts them back. Both may be done twice. */
public final class CronJobs {
  private static final int ATTEMPTS = 5;
  private static final JsonMapper JSON = new JsonMapper();

  private final Cluster cluster;

  /** In a cluster. */
  public CronJobs(Cluster cluster) {
    this.cluster = cluster;
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
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      CronJob there = cluster.call("cannot read the CronJob \"" + name + "\"", resource(name)::get);
      if (there == null) {
        cluster.context().progress().warning("the CronJob \"%s\" is gone".formatted(name));
        return;
      }
      if (Optional.ofNullable(there.getSpec().getSuspend()).equals(suspend)) {
        return;
      }
      if (patch(there, suspend)) {
        return;
      }
    }
    throw new BackupException(
        Failure.CLUSTER,
        "the CronJob \"%s\" changed %d times while it was to be paused or put back"
            .formatted(name, ATTEMPTS),
        "Look what changes it; then run the command again.");
  }

  private boolean patch(CronJob there, Optional<Boolean> suspend) {
    ObjectNode patch = JSON.createObjectNode();
    patch.putObject("metadata").put("resourceVersion", there.getMetadata().getResourceVersion());
    // Without a value, the server takes its own, which is that it is not suspended.
    patch.putObject("spec").put("suspend", suspend.orElse(null));
    String name = there.getMetadata().getName();
    return cluster
        .change(
            "cannot change the CronJob \"" + name + "\"",
            () -> resource(name).patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString()))
        .isPresent();
  }

  private Resource<CronJob> resource(String name) {
    return cluster.client().batch().v1().cronjobs().inNamespace(cluster.namespace()).withName(name);
  }
}
