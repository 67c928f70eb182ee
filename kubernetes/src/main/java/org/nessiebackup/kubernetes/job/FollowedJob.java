package org.nessiebackup.kubernetes.job;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import tools.jackson.databind.JsonNode;

/** What the newest pod of a Job does and says. */
public final class FollowedJob {
  private final ClusterObjects objects;
  private final String job;
  private final Consumer<String> lines;
  private Optional<JobLog> log = Optional.empty();
  private Optional<JobPod> pod = Optional.empty();

  /**
   * One that was started.
   *
   * @param lines is told what it says, line by line, each once
   */
  public FollowedJob(ClusterObjects objects, String job, Consumer<String> lines) {
    this.objects = objects;
    this.job = job;
    this.lines = lines;
  }

  /**
   * Tells what is new.
   *
   * @return whether its newest pod has ended
   * @throws BackupException {@link Failure#PERMISSION} if pods or their logs may not be read
   */
  public boolean look() {
    pod = JobPod.newest(objects.list(ObjectKind.POD, "job-name=" + job));
    boolean over = pod.filter(JobPod::isOver).isPresent();
    if (over || pod.filter(JobPod::hasBegun).isPresent()) {
      tell(over);
    }
    return over;
  }

  /** What its newest pod has ended with, as it was seen; absent if it has not. */
  public OptionalInt exitCode() {
    return pod.map(JobPod::exitCode).orElse(OptionalInt.empty());
  }

  private void tell(boolean over) {
    if (pod.filter(JobPod::hasRun).isEmpty()) {
      return;
    }
    String name = pod.orElseThrow().name();
    if (log.filter(known -> known.pod().equals(name)).isEmpty()) {
      log = Optional.of(new JobLog(objects, name, lines));
    }
    log.orElseThrow().tell(over);
  }

  /** It may have been ended by its deadline, and its pod removed with it. */
  boolean isOver() {
    return look() || hasFailed();
  }

  private boolean hasFailed() {
    JsonNode now =
        objects
            .get(ObjectKind.JOB, job)
            .orElseThrow(
                () ->
                    Failure.CLUSTER.exception(
                        "somebody has removed the job \"%s\" while it was followed"
                            .formatted(job)));
    return ObjectFields.condition(now, "Failed", "True").isPresent();
  }

  /** What its pod waits for, to be put behind a message; empty if for nothing. */
  String why() {
    return pod.flatMap(JobPod::waiting).map(why -> ": " + why).orElse("");
  }
}
