package org.nessiebackup.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.CronJobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.testbed.ClusterScene;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;
import org.nessiebackup.kubernetes.testbed.TestCluster;

class NamespaceInspectorTest {
  @TempDir Path folder;
  private ClusterScene scene;

  @BeforeEach
  void start() {
    scene = new ClusterScene(folder);
    scene.cluster.client().resource(SampleWorkload.deployment("nessie", "lake", 2)).create();
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private NamespaceContext look(String... pauseToo) {
    return new NamespaceInspector(scene.connection).inspect(scene.workload(), List.of(pauseToo));
  }

  private static ObjectMeta named(String name) {
    return new ObjectMetaBuilder().withName(name).withNamespace(TestCluster.NAMESPACE).build();
  }

  private void autoscaler(String name, String target, Map<String, String> labels) {
    scene
        .cluster
        .client()
        .resource(
            new HorizontalPodAutoscalerBuilder()
                .withMetadata(named(name))
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withMinReplicas(2)
                .withMaxReplicas(5)
                .withNewScaleTargetRef("apps/v1", "Deployment", target)
                .endSpec()
                .build())
        .create();
  }

  private void cronJob(String name, Boolean suspend, Map<String, String> labels) {
    scene
        .cluster
        .client()
        .resource(
            new CronJobBuilder()
                .withMetadata(named(name))
                .editMetadata()
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withSchedule("0 2 * * *")
                .withSuspend(suspend)
                .endSpec()
                .build())
        .create();
  }

  private Boolean suspended(String name) {
    CronJob job =
        scene
            .cluster
            .client()
            .batch()
            .v1()
            .cronjobs()
            .inNamespace(TestCluster.NAMESPACE)
            .withName(name)
            .get();
    return job.getSpec().getSuspend();
  }

  private void label(Map<String, String> labels, Map<String, String> annotations) {
    scene
        .cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(TestCluster.NAMESPACE)
        .withName("nessie")
        .edit(
            deployment -> {
              deployment.getMetadata().getLabels().putAll(labels);
              deployment.getMetadata().setAnnotations(annotations);
              return deployment;
            });
  }

  @Test
  void nothingAroundIsNothingToSay() {
    cronJob("nessie-backup", false, Map.of());
    cronJob("other-gc", false, Map.of());
    assertThat(look())
        .isEqualTo(
            new NamespaceContext(List.of(), List.of(), Optional.empty(), List.of(), List.of()))
        .satisfies(none -> assertThat(none.notices()).isEmpty());
  }

  @Test
  void autoscalerOfThisWorkloadIsNoticedWithItsBounds() {
    autoscaler("nessie", "nessie", Map.of());
    autoscaler("web", "web", Map.of());
    NamespaceContext around = look();
    assertThat(around.autoscalers())
        .containsExactly(new Autoscaler("nessie", 2, 5, Optional.empty()));
    assertThat(around.notices().getFirst()).contains("2 to 5", "inactive");
  }

  @Test
  void autoscalerThatKedaMadeSaysHowToPauseIt() {
    autoscaler("keda-hpa-nessie", "nessie", Map.of("scaledobject.keda.sh/name", "nessie"));
    assertThat(look().notices().getFirst())
        .contains("kubectl annotate scaledobject nessie autoscaling.keda.sh/paused=true");
  }

  @Test
  void disruptionBudgetOfItsPodsIsNoticed() {
    for (String release : List.of("lake", "other")) {
      scene
          .cluster
          .client()
          .resource(
              new PodDisruptionBudgetBuilder()
                  .withMetadata(named("budget-" + release))
                  .withNewSpec()
                  .withNewSelector()
                  .withMatchLabels(SampleWorkload.labels(release))
                  .endSelector()
                  .endSpec()
                  .build())
          .create();
    }
    assertThat(look().disruptionBudgets()).containsExactly("budget-lake");
  }

  @Test
  void gitOpsToolsAreKnownByTheirMarksWithTheCommandsToPauseThem() {
    label(
        Map.of(
            "kustomize.toolkit.fluxcd.io/name", "lake",
            "kustomize.toolkit.fluxcd.io/namespace", "flux"),
        Map.of());
    assertThat(look().owner().orElseThrow().pause())
        .isEqualTo("flux suspend kustomization lake --namespace flux");
    label(Map.of("helm.toolkit.fluxcd.io/name", "lake"), Map.of());
    assertThat(look().owner().orElseThrow().resume())
        .isEqualTo("flux resume helmrelease lake --namespace flux-system");
  }

  @Test
  void argoIsKnownByItsTrackingIdAndByItsLabel() {
    label(
        Map.of(),
        Map.of("argocd.argoproj.io/tracking-id", "lake:apps/Deployment:data-platform/nessie"));
    assertThat(look().owner().orElseThrow().pause())
        .isEqualTo("argocd app set lake --sync-policy none");
    label(Map.of("argocd.argoproj.io/instance", "pond"), Map.of());
    assertThat(look().notices().getFirst()).contains("argocd app set pond --sync-policy none");
  }

  @Test
  void cronJobsThatCleanUpNessieAreFoundByNameLabelAndWish() {
    cronJob("nessie-gc", false, Map.of());
    cronJob("lake-nessie-cleanup", true, Map.of());
    cronJob("tidy", null, Map.of(NamespaceInspector.PAUSE_LABEL, "true"));
    cronJob("nessie-expire", false, Map.of(NamespaceInspector.PAUSE_LABEL, "false"));
    cronJob("wished", false, Map.of());
    cronJob("report", false, Map.of());
    assertThat(look("wished").cronJobs())
        .containsExactlyInAnyOrder(
            new PausedCronJob("nessie-gc", Optional.of(false)),
            new PausedCronJob("lake-nessie-cleanup", Optional.of(true)),
            new PausedCronJob("tidy", Optional.empty()),
            new PausedCronJob("wished", Optional.of(false)));
  }

  @Test
  void cronJobThatIsWishedForButNotThereIsAnError() {
    assertThatThrownBy(() -> look("nothing"))
        .hasMessageContaining("\"nothing\"")
        .asInstanceOf(InstanceOfAssertFactories.type(BackupException.class))
        .returns(Failure.WORKLOAD_NOT_FOUND, BackupException::failure);
  }

  @Test
  void cronJobsArePausedAndPutBackExactlyAsTheyWere() {
    cronJob("nessie-gc", false, Map.of());
    cronJob("nessie-cleanup", true, Map.of());
    cronJob("nessie-expire", null, Map.of());
    CronJobs cronJobs = new CronJobs(scene.connection);
    List<PausedCronJob> found = look().cronJobs();
    assertThat(found).hasSize(3);
    scene.cluster.faults().refuse(409, 0, 2, request -> request.verb().equals("patch"));
    for (int twice = 0; twice < 2; twice++) {
      found.forEach(cronJobs::pause);
      assertThat(found).allSatisfy(job -> assertThat(suspended(job.name())).isTrue());
    }
    for (int twice = 0; twice < 2; twice++) {
      found.forEach(cronJobs::putBack);
      assertThat(suspended("nessie-gc")).isFalse();
      assertThat(suspended("nessie-cleanup")).isTrue();
      assertThat(suspended("nessie-expire")).isNull();
    }
  }

  @Test
  void cronJobThatIsGoneMeanwhileIsOnlyAWarning() {
    new CronJobs(scene.connection).putBack(new PausedCronJob("nessie-gc", Optional.of(false)));
    assertThat(scene.context.warnings()).containsExactly("the CronJob \"nessie-gc\" is gone");
  }

  @Test
  void jobOfACronJobThatRunsRightNowIsNoticed() {
    cronJob("nessie-gc", false, Map.of());
    for (String owner : List.of("nessie-gc", "other")) {
      for (int active = 0; active < 2; active++) {
        scene
            .cluster
            .client()
            .resource(
                new JobBuilder()
                    .withMetadata(named(owner + "-" + active))
                    .editMetadata()
                    .addNewOwnerReference()
                    .withKind("CronJob")
                    .withName(owner)
                    .endOwnerReference()
                    .endMetadata()
                    .withNewStatus()
                    .withActive(active)
                    .endStatus()
                    .build())
            .create();
      }
    }
    assertThat(look().runningJobs()).containsExactly("nessie-gc-1");
    assertThat(look().notices().getFirst()).contains("\"nessie-gc-1\" runs right now");
  }
}
