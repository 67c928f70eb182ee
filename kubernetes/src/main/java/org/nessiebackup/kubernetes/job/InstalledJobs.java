package org.nessiebackup.kubernetes.job;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ManualJob;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import tools.jackson.databind.JsonNode;

/**
 * The Jobs of an installation: starts some by hand, and shows what they say.
 *
 * @param cluster where it is installed
 */
public record InstalledJobs(Cluster cluster) {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss").withZone(ZoneOffset.UTC);

  private static final Duration POLL = Duration.ofSeconds(1);
  private static final String NAME = "app.kubernetes.io/name=nessie-backup";
  private static final String COMPONENT = "app.kubernetes.io/component";
  private static final String INSTANCE = "app.kubernetes.io/instance";

  private ClusterObjects objects() {
    return new ClusterObjects(cluster);
  }

  /**
   * Runs a command and waits for its end. Whoever asks to stop meanwhile stops it.
   *
   * @param lines is told what it says, line by line
   * @throws BackupException {@link Failure#CLUSTER} if there is no such CronJob, or several, if its
   *     pod does not start, or if it has not ended in time
   */
  public JobResult run(JobRequest request, Consumer<String> lines) {
    JsonNode cronJob = cronJob(request.component(), request.instance());
    String name =
        "%s-by-hand-%s"
            .formatted(shortened(ObjectFields.name(cronJob)), TIME.format(cluster.now()));
    ManualJob job = ManualJob.start(cluster, cronJob, name, request.arguments());
    try {
      int exitCode = follow(name, request.limit(), lines);
      if (!request.kept()) {
        job.close();
      }
      return new JobResult(name, exitCode);
    } catch (BackupException e) {
      // What somebody may want to look at stays; what nobody waits for any longer does not.
      if (e.failure() == Failure.INTERRUPTED) {
        closeAfter(job, e);
      }
      throw e;
    }
  }

  /** Kubernetes makes pods of it, whose names have 63 characters. */
  private static String shortened(String cronJob) {
    return cronJob.length() > 30 ? cronJob.substring(0, 30).replaceAll("-+$", "") : cronJob;
  }

  private static void closeAfter(ManualJob job, BackupException first) {
    try {
      job.close();
    } catch (BackupException e) {
      first.addSuppressed(e);
    }
  }

  private JsonNode cronJob(String component, Optional<String> instance) {
    List<JsonNode> found =
        objects().list(ObjectKind.CRON_JOB, selector(Optional.of(component), instance));
    if (found.isEmpty()) {
      throw Failure.CLUSTER.exception(
          "there is no CronJob of nessie-backup for \"%s\" in namespace \"%s\""
              .formatted(component, cluster.namespace()),
          "-n names another namespace. A chart makes it by %s.enabled=true.".formatted(component));
    }
    if (found.size() > 1) {
      throw Failure.CLUSTER.exception(
          "namespace \"%s\" has %d installations of nessie-backup: %s"
              .formatted(
                  cluster.namespace(),
                  found.size(),
                  String.join(", ", found.stream().map(InstalledJobs::instance).toList())),
          "--instance says which one.");
    }
    return found.getFirst();
  }

  /** The names of the installations that CronJobs are of. */
  public Set<String> instances() {
    return objects().list(ObjectKind.CRON_JOB, NAME).stream()
        .map(InstalledJobs::instance)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String instance(JsonNode object) {
    return ObjectFields.texts(object.at("/metadata/labels")).getOrDefault(INSTANCE, "?");
  }

  private static String selector(Optional<String> component, Optional<String> instance) {
    return NAME
        + component.map(each -> "," + COMPONENT + "=" + each).orElse("")
        + instance.map(each -> "," + INSTANCE + "=" + each).orElse("");
  }

  private int follow(String job, Duration limit, Consumer<String> lines) {
    FollowedJob following = new FollowedJob(objects(), job, lines);
    if (!cluster.await(limit, POLL, following::isOver)) {
      throw Failure.CLUSTER.exception(
          "the job \"%s\" has not ended in time%s".formatted(job, following.why()),
          "It goes on: kubectl logs -f job/" + job + "; or kubectl delete job " + job);
    }
    return following
        .exitCode()
        .orElseThrow(
            () ->
                Failure.CLUSTER.exception(
                    "the job \"%s\" ended before its program has begun%s"
                        .formatted(job, following.why()),
                    "kubectl describe job " + job));
  }

  /**
   * Passes on what the newest pod of an installation has said.
   *
   * @param component of which CronJobs; of all if absent
   * @param follow how long to go on at most, until that pod has ended; not at all if absent
   * @return the pod's name
   * @throws BackupException {@link Failure#CLUSTER} if there is none
   */
  public String log(
      Optional<String> component,
      Optional<String> instance,
      Optional<Duration> follow,
      Consumer<String> lines) {
    String selector = selector(component, instance);
    JobPod pod =
        JobPod.newest(
                objects().list(ObjectKind.POD, selector).stream()
                    .filter(each -> new JobPod(each).hasRun())
                    .toList())
            .orElseThrow(
                () ->
                    Failure.CLUSTER.exception(
                        "no pod of nessie-backup has run%s in namespace \"%s\", or they were removed"
                            .formatted(
                                component.map(each -> " for \"" + each + "\"").orElse(""),
                                cluster.namespace()),
                        "kubectl get jobs,pods -l " + selector));
    JobLog log = new JobLog(objects(), pod.name(), lines);
    if (follow.isEmpty() || !cluster.await(follow.get(), POLL, () -> isOver(log))) {
      log.tell(true);
    }
    return log.pod();
  }

  private boolean isOver(JobLog log) {
    boolean over =
        objects().get(ObjectKind.POD, log.pod()).filter(pod -> !new JobPod(pod).isOver()).isEmpty();
    log.tell(over);
    return over;
  }
}
