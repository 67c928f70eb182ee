package org.nessiebackup.operator.template;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicy;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyBuilder;
import java.util.List;
import java.util.Map;
import org.nessiebackup.operator.values.JobValues;
import org.nessiebackup.operator.values.Values;
import org.nessiebackup.operator.values.VerifyFilesValues;

/** Makes Jobs, and the CronJobs that make them. */
final class JobTemplates {
  /** Of a CronJob that its schedule never starts; one has to be there. */
  private static final String NEVER = "@yearly";

  /** Usage, damage, no vault, a missing key, a guarded target, stale: once more changes nothing. */
  private static final List<Integer> FINAL = List.of(2, 3, 10, 12, 13, 14);

  private final Installation installation;
  private final Values values;
  private final PodRequests requests;
  private final PodTemplates pods;
  private final Placement placement;

  JobTemplates(Installation installation, Values values) {
    this.installation = installation;
    this.values = values;
    this.requests = new PodRequests(values);
    this.pods = new PodTemplates(installation, values);
    this.placement = new Placement(installation, values);
  }

  /** One scheduled command. */
  CronJob cronJob(Component component, List<String> command) {
    return new CronJobBuilder()
        .withMetadata(metadata(component, installation.name() + component.suffix()))
        .withNewSpec()
        .withSchedule(
            requests.section(component) instanceof JobValues.Scheduled scheduled
                ? scheduled.schedule()
                : NEVER)
        .withTimeZone(values.timeZone())
        .withSuspend(suspended(component) ? true : null)
        .withConcurrencyPolicy("Forbid")
        .withStartingDeadlineSeconds((long) values.jobs().startingDeadline())
        .withSuccessfulJobsHistoryLimit(values.jobs().successfulJobsHistoryLimit())
        .withFailedJobsHistoryLimit(values.jobs().failedJobsHistoryLimit())
        .withNewJobTemplate()
        .withNewMetadata()
        .withLabels(installation.labels(component))
        .endMetadata()
        .withSpec(spec(component, command).build())
        .endJobTemplate()
        .endSpec()
        .build();
  }

  /** One command, once. */
  Job job(Component component, String name, List<String> command) {
    return new JobBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(installation.namespace())
        .withLabels(installation.labels(component))
        .endMetadata()
        .withSpec(spec(component, command).build())
        .build();
  }

  private JobSpecBuilder spec(Component component, List<String> command) {
    JobValues section = requests.section(component);
    int tries = section.tries().orElse(values.jobs().backoffLimit());
    JobSpecBuilder spec =
        new JobSpecBuilder()
            .withActiveDeadlineSeconds((long) section.deadline())
            .withTtlSecondsAfterFinished(values.jobs().ttlAfterFinished())
            .withTemplate(pods.template(requests.request(component, command), Map.of()));
    return section instanceof VerifyFilesValues shared
        ? spec.withCompletionMode("Indexed")
            .withCompletions(shared.shards())
            .withParallelism(
                placement.volumeOfOnePod() ? 1 : Math.min(shared.parallelism(), shared.shards()))
            .withBackoffLimitPerIndex(tries)
            .withPodFailurePolicy(failures("FailIndex"))
        : spec.withBackoffLimit(tries).withPodFailurePolicy(failures("FailJob"));
  }

  private static PodFailurePolicy failures(String action) {
    return new PodFailurePolicyBuilder()
        // A node that is drained is no failure.
        .addNewRule()
        .withAction("Ignore")
        .addNewOnPodCondition()
        .withType("DisruptionTarget")
        // Before 1.32 it has to be said.
        .withStatus("True")
        .endOnPodCondition()
        .endRule()
        .addNewRule()
        .withAction(action)
        .withNewOnExitCodes()
        .withContainerName(PodTemplates.CONTAINER)
        .withOperator("In")
        .withValues(FINAL)
        .endOnExitCodes()
        .endRule()
        .build();
  }

  /** The vault is never made by itself, and what the service does is done once. */
  private boolean suspended(Component component) {
    return values.suspend() || component == Component.INIT || keptByService(component);
  }

  private boolean keptByService(Component component) {
    return component == Component.BACKUP && values.service().enabled();
  }

  private ObjectMeta metadata(Component component, String name) {
    return new ObjectMetaBuilder()
        .withName(name)
        .withNamespace(installation.namespace())
        .withLabels(installation.labels(component))
        // Tells the check why it is suspended.
        .withAnnotations(
            keptByService(component) ? Map.of(Annotations.SCHEDULED_BY, "service") : null)
        .build();
  }
}
