package org.nessiebackup.operator.job;

import io.fabric8.kubernetes.api.model.ContainerStateTerminated;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.operator.outcome.Outcome;
import org.nessiebackup.operator.resource.Conditioned;
import org.nessiebackup.operator.resource.JobReference;
import org.nessiebackup.operator.template.CatalogObjects;
import org.nessiebackup.operator.template.Component;

/**
 * The Jobs of resources. The name of a Job follows from the resource's uid and the step, so that
 * who starts it twice finds it there; and a Job whose uid was written down is not started again,
 * whoever has removed it.
 *
 * @param client the way to the API server
 */
public record StepJobs(KubernetesClient client) {
  /** What Kubernetes allows for the name of a Job, whose pods are called after it. */
  private static final int LONGEST = 52;

  /** What has become of the Job of a step; {@code recorded} may be null. */
  public JobState look(HasMetadata owner, String step, JobReference recorded) {
    Optional<Job> found =
        Optional.ofNullable(
                client
                    .batch()
                    .v1()
                    .jobs()
                    .inNamespace(owner.getMetadata().getNamespace())
                    .withName(name(owner, step))
                    .get())
            .filter(job -> isOf(job, owner))
            .filter(job -> recorded == null || recorded.equals(reference(job)));
    if (found.isEmpty()) {
      return recorded == null ? new JobState.Absent() : new JobState.Removed();
    }
    return state(found.get());
  }

  /** What has become of a Job that is there. */
  public JobState state(Job job) {
    return end(job)
        .<JobState>map(
            condition ->
                new JobState.Ended(
                    reference(job),
                    "Complete".equals(condition.getType()),
                    Optional.ofNullable(condition.getReason()).orElse("Failed"),
                    Optional.ofNullable(condition.getMessage()).orElse(""),
                    outcome(job)))
        .orElseGet(() -> new JobState.Running(reference(job)));
  }

  /** The condition that says how a Job has ended; empty if it has not. */
  public static Optional<JobCondition> end(Job job) {
    return Stream.ofNullable(job.getStatus())
        .flatMap(status -> Stream.ofNullable(status.getConditions()))
        .flatMap(List::stream)
        .filter(condition -> "True".equals(condition.getStatus()))
        .filter(condition -> List.of("Complete", "Failed").contains(condition.getType()))
        .findFirst();
  }

  /** What the pod of a Job has left that ended last. */
  private Optional<Outcome> outcome(Job job) {
    return client
        .pods()
        .inNamespace(job.getMetadata().getNamespace())
        .withLabel("batch.kubernetes.io/controller-uid", job.getMetadata().getUid())
        .list()
        .getItems()
        .stream()
        .flatMap(pod -> terminated(pod).stream())
        .max(Comparator.comparing(ContainerStateTerminated::getFinishedAt))
        .flatMap(state -> Outcome.of(state.getMessage()));
  }

  private static Optional<ContainerStateTerminated> terminated(Pod pod) {
    return Stream.ofNullable(pod.getStatus())
        .flatMap(status -> Stream.ofNullable(status.getContainerStatuses()))
        .flatMap(List::stream)
        .flatMap(status -> Stream.ofNullable(status.getState()))
        .flatMap(state -> Stream.ofNullable(state.getTerminated()))
        .filter(state -> state.getFinishedAt() != null)
        .findFirst();
  }

  /**
   * Starts the Job of a step, or finds that it was started. It stays as long as Jobs of schedules
   * do, and its resource keeps what came of it.
   *
   * @param component whose pods are right for it
   * @param command what is run
   */
  public JobReference start(
      Conditioned owner,
      String step,
      Component component,
      CatalogObjects catalog,
      List<String> command) {
    Job job = catalog.job(component, name(owner, step), command);
    job.getMetadata().getLabels().put(JobSource.ASKED_BY, owner.getKind());
    job.getMetadata().setOwnerReferences(owner.asOwner());
    try {
      return reference(client.resource(job).create());
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT
          && look(owner, step, null) instanceof JobState.Running running) {
        return running.job();
      }
      throw e;
    }
  }

  /** The name of the Job of a step: the same for the same resource, another for one made again. */
  static String name(HasMetadata owner, String step) {
    String end = "-" + step + "-" + owner.getMetadata().getUid().substring(0, 8);
    String name = owner.getMetadata().getName();
    int room = LONGEST - end.length();
    return (name.length() > room ? name.substring(0, room).replaceAll("[-.]+$", "") : name) + end;
  }

  private static boolean isOf(Job job, HasMetadata owner) {
    return Stream.ofNullable(job.getMetadata().getOwnerReferences())
        .flatMap(List::stream)
        .anyMatch(reference -> owner.getMetadata().getUid().equals(reference.getUid()));
  }

  private static JobReference reference(Job job) {
    return new JobReference(job.getMetadata().getName(), job.getMetadata().getUid());
  }
}
