package org.nessiebackup.cli;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nessiebackup.kubernetes.testbed.DeclaredResources;
import org.nessiebackup.kubernetes.testbed.TestCluster;

/**
 * Says of resources what an operator says: a backup and a drill are a Job each, a restore is
 * planned, and done when its plan is approved. A thread does it whenever something changes.
 */
final class ActingOperator implements AutoCloseable {
  static final String DIGEST = "0123456789abcdef";

  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);
  private final TestCluster cluster;
  private final DeclaredResources resources;
  private final Thread thread;
  private volatile boolean closed;

  private ActingOperator(TestCluster cluster) {
    this.cluster = cluster;
    this.resources = new DeclaredResources(cluster);
    this.thread = Thread.ofPlatform().daemon().name("operator").unstarted(this::loop);
  }

  static ActingOperator start(TestCluster cluster) {
    ActingOperator operator = new ActingOperator(cluster);
    operator.thread.start();
    return operator;
  }

  private void loop() {
    long changes = -1;
    while (!closed) {
      long before = changes;
      changes = cluster.changes().await(before, LOOK_AGAIN);
      if (changes != before) {
        resources.all("NessieBackup").forEach(each -> job(each, "backup", "Complete"));
        resources.all("NessieDrill").forEach(each -> job(each, "drill", "Passed"));
        resources.all("NessieRestore").forEach(this::restore);
      }
    }
  }

  private void job(GenericKubernetesResource asked, String command, String condition) {
    Job job =
        cluster
            .client()
            .batch()
            .v1()
            .jobs()
            .inNamespace(TestCluster.NAMESPACE)
            .withName(asked.getMetadata().getName() + "-job")
            .get();
    if (job == null) {
      Job made =
          (Job) cluster.client().resource(job(asked.getMetadata().getName(), command)).create();
      say(
          asked,
          Map.of(
              "job",
              Map.of("name", made.getMetadata().getName(), "uid", made.getMetadata().getUid())),
          condition("Unknown", condition, "Running"));
    } else if (job.getStatus() != null && !job.getStatus().getConditions().isEmpty()) {
      boolean done = job.getStatus().getConditions().getFirst().getType().equals("Complete");
      say(
          asked,
          Map.of(),
          condition(done ? "True" : "False", condition, done ? "Succeeded" : "Findings"));
    }
  }

  private static String job(String name, String command) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: %s-job
      namespace: data-platform
    spec:
      template:
        spec:
          restartPolicy: Never
          containers:
            - {name: nessie-backup, image: "nessie-backup:0.2.0", args: [%s, --by-resource]}
    """
        .formatted(name, command);
  }

  private void restore(GenericKubernetesResource asked) {
    if (asked.get("status") == null) {
      say(
          asked,
          Map.of(
              "plan",
              Map.of("point", "20261130T020000Z-7f3a", "lostCommits", 3),
              "planDigest",
              DIGEST,
              "plannedAt",
              "2026-11-30T03:00:00Z"),
          condition("True", "Planned", "Planned"));
    } else if (Boolean.TRUE.equals(asked.get("spec", "undo"))) {
      say(asked, Map.of("undoneAt", "2026-11-30T05:00:00Z"), condition("True", "Undone", "Undone"));
    } else if (DIGEST.equals(asked.get("spec", "approval"))) {
      say(
          asked,
          Map.of("completedAt", "2026-11-30T04:00:00Z", "keptSchema", "kept"),
          condition("True", "Complete", "Restored"));
    }
  }

  private static Map<String, Object> condition(String status, String type, String reason) {
    return Map.of(
        "type",
        type,
        "status",
        status,
        "reason",
        reason,
        "message",
        "as the operator says it",
        "lastTransitionTime",
        "2026-11-30T03:00:00Z");
  }

  /** With what was said before; nothing is written where nothing changes. */
  private void say(
      GenericKubernetesResource asked, Map<String, Object> more, Map<String, Object> condition) {
    Map<String, Object> status = new HashMap<>();
    if (asked.get("status") instanceof Map<?, ?> before) {
      before.forEach((name, value) -> status.put((String) name, value));
    }
    status.putAll(more);
    status.put("conditions", List.of(condition));
    if (!status.equals(asked.get("status"))) {
      asked.setAdditionalProperty("status", status);
      resources.update(asked);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
