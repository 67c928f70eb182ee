package org.nessiebackup.operator;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.nessiebackup.kubernetes.testbed.ApiFaults;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.operator.declaration.Declarations;
import org.nessiebackup.operator.job.StepJobs;
import org.nessiebackup.operator.resource.Conditioned;
import org.nessiebackup.operator.resource.Conditions;
import org.nessiebackup.operator.resource.NessieBackup;
import org.nessiebackup.operator.resource.NessieCatalog;
import org.nessiebackup.operator.resource.NessieRestore;
import org.nessiebackup.operator.resource.NessieVault;
import org.nessiebackup.operator.status.ConditionGauges;
import org.nessiebackup.operator.status.StatusWriter;
import org.nessiebackup.operator.status.Transitions;
import org.nessiebackup.testing.TestContext;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** A cluster with a declared catalog, in which Jobs end as a test says. */
public final class ClusterScene implements AutoCloseable {
  /** The name of the catalog. */
  public static final String CATALOG = "lake";

  private static final String ENDED = "2026-11-30T02:00:07Z";

  private final TestCluster cluster = TestCluster.start();
  private final KubernetesClient operator = cluster.clientOf(TestCluster.OPERATOR);
  private final List<String> notes = new ArrayList<>();
  private final TestContext test = new TestContext();

  /** One in which nothing is declared yet. */
  public ClusterScene() {
    List.of(NessieVault.class, NessieCatalog.class, NessieBackup.class, NessieRestore.class)
        .forEach(
            kind -> {
              client().getKubernetesSerialization().registerKubernetesResource(kind);
              operator.getKubernetesSerialization().registerKubernetesResource(kind);
            });
  }

  /** Declares the catalog with its vault. */
  public void declare() {
    NessieVault vault = new NessieVault();
    named(vault, "vault");
    vault.setSpec(tree("{uri: 's3://lake-backups/nessie'}"));
    client().resource(vault).create();
    NessieCatalog catalog = new NessieCatalog();
    named(catalog, CATALOG);
    catalog.setSpec(
        tree(
            """
            vaultRef: {name: vault}
            database: {host: nessie-postgres-rw, password: {secret: nessie-postgres}}
            nessie: {workload: nessie}
            """));
    client().resource(catalog).create();
  }

  /** Changes a section of the catalog. */
  public void redeclare(String section, String yaml) {
    client()
        .resources(NessieCatalog.class)
        .inNamespace(TestCluster.NAMESPACE)
        .withName(CATALOG)
        .edit(
            catalog -> {
              catalog.getSpec().set(section, tree(yaml));
              return catalog;
            });
  }

  /** A spec as people write it. */
  public static ObjectNode tree(String yaml) {
    return (ObjectNode) new YAMLMapper().readTree(yaml);
  }

  /** Gives a resource what the API server would. */
  public <R extends CustomResource<?, ?>> R named(R resource, String name) {
    resource.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace(TestCluster.NAMESPACE)
            .withUid(UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString())
            .withGeneration(1L)
            .build());
    return resource;
  }

  /** Trouble with what the operator asks for. */
  public ApiFaults faults() {
    return cluster.faults();
  }

  /** The administrator's client. */
  public KubernetesClient client() {
    return cluster.client();
  }

  /** Writes what is said of resources. */
  public StatusWriter writer() {
    return new StatusWriter(
        client(), test.context(), notes::add, new ConditionGauges(), new Transitions());
  }

  /** What was told. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** What was told that should not be. */
  public List<String> warnings() {
    return List.copyOf(test.warnings());
  }

  /** Finds what is declared. */
  public Declarations declarations() {
    return new Declarations(
        operator, new Declarations.Defaults("nessie-backup:0.2.0", "nessie-backup", "0.2.0"));
  }

  /** Starts Jobs. */
  public StepJobs jobs() {
    return new StepJobs(operator);
  }

  /** The Jobs that are there. */
  public List<Job> started() {
    return client().batch().v1().jobs().inNamespace(TestCluster.NAMESPACE).list().getItems();
  }

  /** Writes down what a reconciliation ends with, as the operator's library does. */
  public <S, R extends CustomResource<?, S> & Conditioned> R written(
      R resource, UpdateControl<R> control) {
    control.getResource().ifPresent(changed -> resource.setStatus(changed.getStatus()));
    return resource;
  }

  /** What was said of a resource. */
  public Conditions conditions(Conditioned resource) {
    return Conditions.of(resource, Instant.parse(ENDED));
  }

  /** Lets a Job end, and its pod leave a result. */
  public void end(Job job, boolean complete, String message) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withName(job.getMetadata().getName() + "-x")
            .withNamespace(TestCluster.NAMESPACE)
            .addToLabels("batch.kubernetes.io/controller-uid", job.getMetadata().getUid())
            .endMetadata()
            .withNewStatus()
            .addNewContainerStatus()
            .withName("nessie-backup")
            .withNewState()
            .withNewTerminated()
            .withExitCode(complete ? 0 : 1)
            .withFinishedAt(ENDED)
            .withMessage(message)
            .endTerminated()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();
    client().resource(pod).create();
    client()
        .resource(job)
        .edit(
            now ->
                now.edit()
                    .withNewStatus()
                    .addNewCondition()
                    .withType(complete ? "Complete" : "Failed")
                    .withStatus("True")
                    .withReason(complete ? "CompletionsReached" : "PodFailurePolicy")
                    .withMessage("as Kubernetes says it")
                    .withLastTransitionTime(ENDED)
                    .endCondition()
                    .endStatus()
                    .build());
  }

  /** What a command leaves that did what it was for. */
  public static String success(String summary) {
    return "{\"message_type\":\"result\",\"succeeded\":true,\"exit_code\":0,\"ended\":\"%s\",\"summary\":%s}"
        .formatted(Instant.parse(ENDED), summary);
  }

  /** What a command leaves that did not. */
  public static String failure(String code, String message) {
    return "{\"message_type\":\"result\",\"succeeded\":false,\"exit_code\":1,\"code\":\"%s\",\"message\":\"%s\"}"
        .formatted(code, message);
  }

  @Override
  public void close() {
    operator.close();
    cluster.close();
  }
}
