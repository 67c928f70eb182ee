package org.nessiebackup.kubernetes.job;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
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
  private static final List<String> OVER = List.of("Succeeded", "Failed");

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

  private static String instance(JsonNode object) {
    return ObjectFields.texts(object.at("/metadata/labels")).getOrDefault(INSTANCE, "?");
  }

  private static String selector(Optional<String> component, Optional<String> instance) {
    return NAME
        + component.map(each -> "," + COMPONENT + "=" + each).orElse("")
        + instance.map(each -> "," + INSTANCE + "=" + each).orElse("");
  }

  private int follow(String job, Duration limit, Consumer<String> lines) {
    Following following = new Following(objects(), job, lines);
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

  /** What the newest pod of a Job does. */
  private static final class Following {
    private final ClusterObjects objects;
    private final String job;
    private final Consumer<String> lines;
    private Optional<JobLog> log = Optional.empty();
    private Optional<JsonNode> pod = Optional.empty();

    Following(ClusterObjects objects, String job, Consumer<String> lines) {
      this.objects = objects;
      this.job = job;
      this.lines = lines;
    }

    boolean isOver() {
      pod = newest(objects.list(ObjectKind.POD, "job-name=" + job));
      boolean over = pod.filter(InstalledJobs::isOver).isPresent();
      if (over || pod.filter(InstalledJobs::hasBegun).isPresent()) {
        tell(over);
      }
      return over || jobIsOver();
    }

    private void tell(boolean over) {
      if (pod.filter(InstalledJobs::hasRun).isEmpty()) {
        return;
      }
      String name = ObjectFields.name(pod.orElseThrow());
      if (log.filter(known -> known.pod().equals(name)).isEmpty()) {
        log = Optional.of(new JobLog(objects, name, lines));
      }
      log.orElseThrow().tell(over);
    }

    /** It may have been ended by its deadline, and its pod removed with it. */
    private boolean jobIsOver() {
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

    OptionalInt exitCode() {
      return pod.map(InstalledJobs::exitCode).orElse(OptionalInt.empty());
    }

    String why() {
      return pod.flatMap(InstalledJobs::waiting).map(why -> ": " + why).orElse("");
    }
  }

  private static Optional<JsonNode> newest(List<JsonNode> pods) {
    return pods.stream()
        .max(Comparator.comparing(pod -> pod.at("/metadata/creationTimestamp").asString("")));
  }

  private static boolean isOver(JsonNode pod) {
    return OVER.contains(pod.at("/status/phase").asString(""));
  }

  private static boolean hasBegun(JsonNode pod) {
    return pod.at("/status/containerStatuses/0/state/running").isObject();
  }

  private static boolean hasRun(JsonNode pod) {
    return hasBegun(pod) || exitCode(pod).isPresent();
  }

  private static OptionalInt exitCode(JsonNode pod) {
    JsonNode code = pod.at("/status/containerStatuses/0/state/terminated/exitCode");
    return code.isInt() ? OptionalInt.of(code.asInt()) : OptionalInt.empty();
  }

  /** Why a pod has not begun, in its own words; absent if it has. */
  private static Optional<String> waiting(JsonNode pod) {
    return Optional.of(pod.at("/status/containerStatuses/0/state/waiting"))
        .filter(JsonNode::isObject)
        .or(() -> ObjectFields.condition(pod, "PodScheduled", "False"))
        .map(why -> why.path("reason").asString("") + " " + why.path("message").asString(""))
        .map(String::strip);
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
    JsonNode pod =
        newest(
                objects().list(ObjectKind.POD, selector).stream()
                    .filter(InstalledJobs::hasRun)
                    .toList())
            .orElseThrow(
                () ->
                    Failure.CLUSTER.exception(
                        "no pod of nessie-backup has run%s in namespace \"%s\", or they were removed"
                            .formatted(
                                component.map(each -> " for \"" + each + "\"").orElse(""),
                                cluster.namespace()),
                        "kubectl get jobs,pods -l " + selector));
    JobLog log = new JobLog(objects(), ObjectFields.name(pod), lines);
    if (follow.isEmpty() || !cluster.await(follow.get(), POLL, () -> isOver(log))) {
      log.tell(true);
    }
    return log.pod();
  }

  private boolean isOver(JobLog log) {
    boolean over = objects().get(ObjectKind.POD, log.pod()).filter(pod -> !isOver(pod)).isEmpty();
    log.tell(over);
    return over;
  }
}
