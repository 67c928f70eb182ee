package org.nessiebackup.kubernetes.workload;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import tools.jackson.databind.node.ObjectNode;

/** Keeps the checkpoint of an exchange in an annotation of the workload. */
public record CheckpointStore(Cluster cluster) {
  /** The annotation. */
  public static final String ANNOTATION = "nessie-backup.org/exchange";

  /** Its former name, under which the same is read: an older version may have been killed. */
  private static final String FORMER_ANNOTATION = "nessie-backup.org/restore";

  /**
   * The checkpoint on a workload, if an exchange has begun there and not ended.
   *
   * @throws BackupException {@link Failure#DAMAGED} if it is none, {@link
   *     Failure#FORMAT_UNSUPPORTED} if a newer version wrote it, {@link Failure#TARGET_GUARDED} if
   *     an older version has begun another one since
   */
  public Optional<Checkpoint> read(Workload workload) {
    Optional<String> current = Optional.ofNullable(workload.annotations().get(ANNOTATION));
    Optional<String> former = Optional.ofNullable(workload.annotations().get(FORMER_ANNOTATION));
    if (current.isPresent() && former.isPresent()) {
      throw Failure.TARGET_GUARDED.exception(
          "two versions of this program have begun to work on \"%s\"".formatted(workload.name()),
          "Let the older one finish its work, or abort it; then run the command again.");
    }
    return current
        .map(text -> CheckpointJson.read(text, where(ANNOTATION, workload.name())))
        .or(
            () ->
                former.map(
                    text -> CheckpointJson.read(text, where(FORMER_ANNOTATION, workload.name()))));
  }

  private static String where(String annotation, WorkloadName name) {
    return "the annotation \"%s\" of \"%s\"".formatted(annotation, name);
  }

  /**
   * Writes a checkpoint where the one before was.
   *
   * @param before what is there now; empty if nothing may be
   * @throws BackupException {@link Failure#LOCKED} if something else is there
   */
  public void write(WorkloadName name, Optional<Checkpoint> before, Checkpoint next) {
    exchange(name, before, Optional.of(next));
  }

  /**
   * Removes it, when the exchange has ended.
   *
   * @throws BackupException {@link Failure#LOCKED} if something else is there
   */
  public void remove(WorkloadName name, Checkpoint before) {
    exchange(name, Optional.of(before), Optional.empty());
  }

  /**
   * Others change the workload all the time, if only its status; so after a conflict it is read
   * again. It is lost only if the annotation itself has changed. If it says already what it should,
   * an earlier attempt was done and its answer lost.
   */
  private void exchange(WorkloadName name, Optional<Checkpoint> before, Optional<Checkpoint> next) {
    ClusterObjects.retryOnConflict(
        () -> isExchanged(name, before, next),
        () ->
            Failure.CLUSTER.exception(
                where(ANNOTATION, name)
                    + " could not be written: the workload changed again and again",
                "Look what changes \"%s\" all the time; then run the command again."
                    .formatted(name)));
  }

  private boolean isExchanged(
      WorkloadName name, Optional<Checkpoint> before, Optional<Checkpoint> next) {
    Workload workload = new Workloads(cluster).read(name);
    Optional<Checkpoint> found = read(workload);
    if (found.equals(next)) {
      return true;
    }
    if (!found.equals(before)) {
      throw Failure.LOCKED.exception(
          where(ANNOTATION, name) + " was changed by somebody else",
          "Look who is at work on this workload; then run the command again.");
    }
    return patch(workload, next.map(CheckpointJson::write));
  }

  private boolean patch(Workload workload, Optional<String> value) {
    ObjectNode patch = ClusterObjects.patchOf(workload.version());
    patch
        .withObject("/metadata/annotations")
        .put(ANNOTATION, value.orElse(null))
        .putNull(FORMER_ANNOTATION);
    return new ClusterObjects(cluster)
        .patch(workload.name().kind().objects(), workload.name().name(), patch);
  }
}
