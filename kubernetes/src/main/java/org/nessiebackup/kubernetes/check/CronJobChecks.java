package org.nessiebackup.kubernetes.check;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nessiebackup.DurationWords;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ClusterObjects;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.cluster.ObjectKind;
import tools.jackson.databind.JsonNode;

/** The CronJob that makes backups, and how its jobs did. */
record CronJobChecks(Cluster cluster, Instant now, Items items) {
  /** A job without a deadline of its own is stuck after this time. */
  private static final Duration LONGEST_JOB = Duration.ofHours(6);

  private JobHistory history() {
    return new JobHistory(new ClusterObjects(cluster));
  }

  /** Looks; the CronJob, if it is there. */
  Optional<JsonNode> run(String name) {
    Optional<JsonNode> found =
        items.look(
            "cronjob",
            List.of(ObjectKind.CRON_JOB.permission("get")),
            () -> new ClusterObjects(cluster).get(ObjectKind.CRON_JOB, name));
    if (found.isEmpty()) {
      if (!items.has("cronjob")) {
        items.fail(
            "cronjob",
            "there is no CronJob \"%s\" in the namespace \"%s\""
                .formatted(name, cluster.namespace()),
            "Install deploy/manifests or the chart, or name it by --cronjob and --namespace.");
      }
      return Optional.empty();
    }
    JsonNode cronJob = found.get();
    items.ok("cronjob", "\"%s\" in the namespace \"%s\"".formatted(name, cluster.namespace()));
    new ScheduleChecks(cronJob, now, items).run();
    items.check("active-job", JobHistory.TO_LOOK, () -> jobs(cronJob));
    image(cronJob);
    serviceAccount(cronJob);
    return found;
  }

  private void jobs(JsonNode cronJob) {
    List<JsonNode> jobs = history().of(ObjectFields.name(cronJob));
    active(cronJob, jobs.stream().filter(job -> !JobHistory.isOver(job)).toList());
    Instant lastSuccess =
        ObjectFields.time(cronJob.at("/status/lastSuccessfulTime")).orElse(Instant.EPOCH);
    failed(
        jobs.stream()
            .filter(
                job ->
                    JobHistory.condition(job, "Failed")
                        .filter(failed -> since(failed).isAfter(lastSuccess))
                        .isPresent())
            .toList());
  }

  /** One that does not say when is taken for a new one. */
  private Instant since(JsonNode condition) {
    return ObjectFields.time(condition.path("lastTransitionTime")).orElse(now);
  }

  private void active(JsonNode cronJob, List<JsonNode> active) {
    Duration deadline =
        Duration.ofSeconds(
            cronJob
                .at("/spec/jobTemplate/spec/activeDeadlineSeconds")
                .asLong(LONGEST_JOB.toSeconds()));
    List<String> stuck = new ArrayList<>();
    for (JsonNode job : active) {
      Duration runs =
          JobHistory.startedAt(job).map(at -> Duration.between(at, now)).orElse(Duration.ZERO);
      if (runs.compareTo(deadline) > 0) {
        String name = ObjectFields.name(job);
        stuck.add(
            "\"%s\" for %s%s"
                .formatted(name, DurationWords.of(runs), quoted(history().lastWords(name))));
      }
    }
    if (stuck.isEmpty()) {
      items.ok(
          "active-job",
          active.isEmpty()
              ? "none"
              : active.stream().map(ObjectFields::name).collect(Collectors.joining(", "))
                  + " runs");
    } else {
      items.fail(
          "active-job",
          "stuck, and with Forbid no other starts: " + String.join("; ", stuck),
          "Look at its pod, then: kubectl delete job %s; set activeDeadlineSeconds in the template."
              .formatted(stuck.getFirst().split("\"", -1)[1]));
    }
  }

  private void failed(List<JsonNode> failed) {
    if (failed.isEmpty()) {
      items.ok("failed-jobs", "none since the last success");
      return;
    }
    JsonNode newest = Collections.max(failed, Comparator.comparing(this::failedAt));
    String name = ObjectFields.name(newest);
    String reason =
        JobHistory.condition(newest, "Failed").orElseThrow().path("reason").asString("");
    items.fail(
        "failed-jobs",
        "%d since the last success; \"%s\" failed at %s%s%s"
            .formatted(
                failed.size(),
                name,
                failedAt(newest),
                reason.isEmpty() ? "" : " (" + reason + ")",
                quoted(history().lastWords(name))),
        "kubectl logs job/%s tells more; when it is repaired, --run-backup shows it."
            .formatted(name));
  }

  private Instant failedAt(JsonNode job) {
    return JobHistory.condition(job, "Failed").map(this::since).orElse(now);
  }

  static String quoted(String lastWords) {
    return lastWords.isEmpty() ? "" : "; its last words: " + lastWords;
  }

  private void image(JsonNode cronJob) {
    String image =
        PodTemplate.ofCronJob(cronJob).container("nessie-backup").path("image").asString("");
    if (image.isEmpty()) {
      items.fail("image", "the template names no image", "Set the image of its container.");
    } else {
      items.ok("image", image);
    }
  }

  private void serviceAccount(JsonNode cronJob) {
    PodTemplate template = PodTemplate.ofCronJob(cronJob);
    String name = template.spec().path("serviceAccountName").asString("default");
    items.check(
        "service-account",
        List.of(ObjectKind.SERVICE_ACCOUNT.permission("get")),
        () -> {
          if (new ClusterObjects(cluster).get(ObjectKind.SERVICE_ACCOUNT, name).isPresent()) {
            items.ok("service-account", "\"%s\"".formatted(name));
          } else {
            items.fail(
                "service-account",
                "there is no ServiceAccount \"%s\": no pod of the CronJob can be made"
                    .formatted(name),
                "kubectl create serviceaccount %s, or correct the template.".formatted(name));
          }
        });
  }
}
