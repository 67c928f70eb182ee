package org.nessiebackup.kubernetes.workload;

import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Keeps the state of a work in an annotation of the workload. */
public final class CheckpointStore {
  /** The annotation. */
  public static final String ANNOTATION = "nessie-backup.org/restore";

  private static final int ATTEMPTS = 10;
  private static final JsonMapper JSON = new JsonMapper();

  private final Cluster cluster;
  private final Workloads workloads;

  /** In a cluster. */
  public CheckpointStore(Cluster cluster) {
    this.cluster = cluster;
    this.workloads = new Workloads(cluster);
  }

  /**
   * What is saved on a workload, if a work has begun there and not ended.
   *
   * @throws BackupException {@link Failure#DAMAGED} if it is no state, {@link
   *     Failure#FORMAT_UNSUPPORTED} if a newer version wrote it
   */
  public Optional<Checkpoint> read(Workload workload) {
    return Optional.ofNullable(workload.annotations().get(ANNOTATION))
        .map(text -> CheckpointJson.read(text, where(workload.name())));
  }

  private static String where(WorkloadName name) {
    return "the annotation \"%s\" of \"%s\"".formatted(ANNOTATION, name);
  }

  /**
   * Saves a state where the one before was.
   *
   * @param before what is there now; empty if nothing may be
   * @throws BackupException {@link Failure#LOCKED} if something else is there
   */
  public void write(WorkloadName name, Optional<Checkpoint> before, Checkpoint next) {
    exchange(name, before, Optional.of(next));
  }

  /**
   * Removes it, when the work has ended.
   *
   * @throws BackupException {@link Failure#LOCKED} if something else is there
   */
  public void remove(WorkloadName name, Checkpoint before) {
    exchange(name, Optional.of(before), Optional.empty());
  }

  /**
   * Others change the workload all the time, if only its status; so a conflict means to look again.
   * It is lost only if the annotation itself has changed. If it says already what it should, an
   * earlier attempt was done and its answer lost.
   */
  private void exchange(WorkloadName name, Optional<Checkpoint> before, Optional<Checkpoint> next) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      Workload workload = workloads.read(name);
      Optional<Checkpoint> there = read(workload);
      if (there.equals(next)) {
        return;
      }
      if (!there.equals(before)) {
        throw new BackupException(
            Failure.LOCKED,
            where(name) + " was changed by somebody else",
            "Look who is at work on this workload; then run the command again.");
      }
      if (patch(workload, next.map(CheckpointJson::write))) {
        return;
      }
    }
    throw new BackupException(
        Failure.CLUSTER,
        "%s could not be written: the workload changed %d times in between"
            .formatted(where(name), ATTEMPTS),
        "Look what changes \"%s\" all the time; then run the command again.".formatted(name));
  }

  private boolean patch(Workload workload, Optional<String> value) {
    ObjectNode patch = JSON.createObjectNode();
    ObjectNode metadata = patch.putObject("metadata");
    metadata.put("resourceVersion", workload.version());
    metadata.putObject("annotations").put(ANNOTATION, value.orElse(null));
    return cluster
        .change(
            "cannot write " + where(workload.name()),
            () ->
                workloads
                    .resource(workload.name())
                    .patch(PatchContext.of(PatchType.JSON_MERGE), patch.toString()))
        .isPresent();
  }
}
