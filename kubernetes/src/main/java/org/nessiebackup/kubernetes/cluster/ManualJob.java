package org.nessiebackup.kubernetes.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Job made of a CronJob's template, as {@code kubectl create job --from=cronjob/…} makes it.
 * Closing it removes it with its pods, also after a request to stop.
 */
public final class ManualJob implements AutoCloseable {
  private static final Duration POLL = Duration.ofSeconds(2);
  private static final int ATTEMPTS = 3;
  private static final String IN_BACKGROUND =
      "{\"kind\":\"DeleteOptions\",\"apiVersion\":\"v1\",\"propagationPolicy\":\"Background\"}";

  private final Cluster cluster;
  private final ClusterObjects objects;
  private final String name;

  private ManualJob(Cluster cluster, String name) {
    this.cluster = cluster;
    this.objects = new ClusterObjects(cluster);
    this.name = name;
  }

  /**
   * Starts one; it has to be closed.
   *
   * @param name a name that nobody else would choose
   */
  public static ManualJob start(Cluster cluster, JsonNode cronJob, String name) {
    return start(cluster, name, job -> job.of(cronJob));
  }

  /**
   * The same with another command line, which is tried once.
   *
   * @param arguments of the program; as the CronJob has them if empty
   */
  public static ManualJob start(
      Cluster cluster, JsonNode cronJob, String name, List<String> arguments) {
    return start(cluster, name, job -> job.of(cronJob, arguments));
  }

  private static ManualJob start(
      Cluster cluster, String name, Function<ManualJob, ObjectNode> object) {
    ManualJob job = new ManualJob(cluster, name);
    try {
      job.objects.create(ObjectKind.JOB, object.apply(job));
    } catch (BackupException e) {
      // Where the answer was lost, it may be there.
      if (e.failure() != Failure.PERMISSION) {
        job.closeAfter(e);
      }
      throw e;
    }
    return job;
  }

  /** A person is there to look at what went wrong, and to try it again. */
  private ObjectNode of(JsonNode cronJob, List<String> arguments) {
    ObjectNode job = of(cronJob);
    ObjectNode spec = ((ObjectNode) job.path("spec").deepCopy()).put("backoffLimit", 0);
    if (!arguments.isEmpty()
        && spec.at("/template/spec/containers/0") instanceof ObjectNode container) {
      ArrayNode given = container.putArray("args");
      arguments.forEach(given::add);
    }
    job.set("spec", spec);
    return job;
  }

  private ObjectNode of(JsonNode cronJob) {
    ObjectNode job = ObjectKind.JOB.object();
    JsonNode template = cronJob.at("/spec/jobTemplate");
    ObjectNode metadata = job.putObject("metadata");
    metadata.put("name", name).put("namespace", cluster.namespace());
    if (template.at("/metadata/labels") instanceof ObjectNode labels) {
      metadata.set("labels", labels);
    }
    ObjectNode annotations =
        template.at("/metadata/annotations") instanceof ObjectNode given
            ? given.deepCopy()
            : metadata.objectNode();
    metadata.set("annotations", annotations.put("cronjob.kubernetes.io/instantiate", "manual"));
    metadata
        .putArray("ownerReferences")
        .addObject()
        .put("apiVersion", ObjectKind.CRON_JOB.apiVersion())
        .put("kind", ObjectKind.CRON_JOB.kind())
        .put("name", cronJob.at("/metadata/name").asString(""))
        .put("uid", cronJob.at("/metadata/uid").asString(""))
        .put("controller", true);
    job.set("spec", template.path("spec"));
    return job;
  }

  /** Its name, as {@code kubectl get job} shows it. */
  public String name() {
    return name;
  }

  /**
   * Waits for its end.
   *
   * @param over whether a Job, as it is now, has come to its end
   * @return the Job as it is then; empty if it has not ended within the limit
   * @throws BackupException {@link Failure#CLUSTER} if somebody removes it meanwhile
   */
  public Optional<JsonNode> await(Duration limit, Predicate<JsonNode> over) {
    cluster.context().progress().step("waiting for the job \"%s\"".formatted(name), 0);
    AtomicReference<JsonNode> last = new AtomicReference<>();
    boolean ended =
        cluster.await(
            limit,
            POLL,
            () -> {
              last.set(read());
              return over.test(last.get());
            });
    // Not read again: a job may be removed by itself as soon as it has ended.
    return Optional.of(last.get()).filter(job -> ended);
  }

  private JsonNode read() {
    return objects
        .get(ObjectKind.JOB, name)
        .orElseThrow(
            () ->
                Failure.CLUSTER.exception(
                    "somebody has removed the job \"%s\" while it was followed".formatted(name)));
  }

  /**
   * Removes it; what has gone already is fine. By the client itself, since after a request to stop
   * {@link Cluster} requests nothing any more.
   */
  @Override
  public void close() {
    for (int attempt = 1; ; attempt++) {
      try {
        cluster.client().raw(objects.uri(ObjectKind.JOB, name), "DELETE", IN_BACKGROUND);
        return;
      } catch (KubernetesClientException e) {
        if (attempt == ATTEMPTS || !ClusterErrors.passing(e)) {
          throw Failure.CLUSTER.exception(
              "cannot remove the job \"%s\": %s".formatted(name, e.getMessage()),
              "kubectl delete job " + name,
              e);
        }
      }
    }
  }

  private void closeAfter(BackupException first) {
    try {
      close();
    } catch (BackupException e) {
      first.addSuppressed(e);
    }
  }
}
