package org.nessiebackup.operator.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.operator.values.Specs;

/** What no chart makes: labels of the operator, retention, and Jobs on demand. */
class CatalogObjectsTest {
  private static final String CATALOG = "database: {cnpgCluster: pg}\n";

  @Test
  void objectsSayWhichCatalogTheyAreOfAndWhoLooksAfterThem() {
    List<HasMetadata> all = SampleObjects.objects(CATALOG + "service: {enabled: true}", "{}").all();

    assertThat(all)
        .hasSizeGreaterThan(6)
        .allSatisfy(
            each ->
                assertThat(each.getMetadata().getLabels())
                    .containsEntry("app.kubernetes.io/instance", "lake")
                    .containsEntry("app.kubernetes.io/managed-by", "nessie-backup-operator")
                    .doesNotContainKey("helm.sh/chart"));
  }

  @Test
  void claimIsNotAmongWhatGoesWithTheCatalog() {
    CatalogObjects objects = SampleObjects.objects(CATALOG, "{}");

    assertThat(objects.all())
        .extracting(HasMetadata::getKind)
        .doesNotContain("PersistentVolumeClaim");
    assertThat(objects.claim()).isPresent();
    assertThat(SampleObjects.objects(CATALOG, "{uri: 's3://lake/nessie'}").claim()).isEmpty();
  }

  @Test
  void retentionOfTheVaultIsToldToPrune() {
    CatalogObjects objects =
        SampleObjects.objects(
            CATALOG + "prune: {arguments: [--keep-tips, 1d]}",
            "{retention: {keepWithin: 2d, keepDaily: 14, keepManual: 7d}}");

    assertThat(container(cronJob(objects, "prune")).getArgs())
        .containsExactly(
            "prune",
            "--yes",
            "--keep-within",
            "2d",
            "--keep-daily",
            "14",
            "--keep-manual",
            "7d",
            "--keep-tips",
            "1d");
  }

  @Test
  void retentionOfTheVaultIsASettingOfTheService() {
    CatalogObjects objects =
        SampleObjects.objects(
            CATALOG + "service: {enabled: true, settings: '[catalogs.nessie.copy]'}",
            "{retention: {keepWithin: 2d, keepMonthly: 24}}");

    assertThat(((ConfigMap) objects.service().getFirst()).getData().get("config.toml"))
        .endsWith(
            """
            max-verify-age = "8d"

            [catalogs."nessie".prune]
            keep-within = "2d"
            keep-monthly = 24

            [catalogs.nessie.copy]
            """);
  }

  @Test
  void retentionIsNotSaidTwice() {
    assertThatThrownBy(
            () ->
                Specs.values(
                    CATALOG
                        + "service: {enabled: true, settings: \"[catalogs.nessie.prune]\\na = 1\"}",
                    "{retention: {keepWithin: 2d}}"))
        .hasMessageStartingWith(
            "spec.service.settings of NessieCatalog: what is pruned is said by");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SERVICE")
  void jobOnDemandRunsWhatItIsToldInThePodOfItsComponent(Component component) {
    CatalogObjects objects = SampleObjects.objects(CATALOG, "{}");

    Job job = objects.job(component, "mine-1a2b3c4d", List.of("command", "--option"));

    assertThat(job.getMetadata().getName()).isEqualTo("mine-1a2b3c4d");
    assertThat(job.getMetadata().getNamespace()).isEqualTo("data");
    assertThat(job.getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/component", component.label());
    assertThat(job.getSpec().getTtlSecondsAfterFinished()).isEqualTo(1_209_600);
    assertThat(pod(job).getContainers().getFirst().getArgs())
        .containsExactly("command", "--option");
    assertThat(pod(job).getServiceAccountName()).startsWith("backup-accounts");
  }

  @Test
  void jobOnDemandIsWhatTheCronJobWouldHaveMade() {
    CatalogObjects objects =
        SampleObjects.objects(
            CATALOG + "backup: {arguments: [--tag, x]}", "{keys: {recipients: [age1q]}}");

    for (Component component : List.of(Component.BACKUP, Component.PRUNE, Component.INIT)) {
      Job job = objects.job(component, "job", objects.command(component));

      assertThat(job.getSpec().getTemplate())
          .isEqualTo(
              cronJob(objects, component.label())
                  .getSpec()
                  .getJobTemplate()
                  .getSpec()
                  .getTemplate());
    }
  }

  @Test
  void undoHasTheRightsOfARestoreAndNotItsArguments() {
    CatalogObjects objects =
        SampleObjects.objects(
            CATALOG
                + """
                restore:
                  user: owner
                  password: {secret: owner-login}
                  arguments: [--jobs, "4"]
                """,
            "{}");

    Job job = objects.job(Component.UNDO, "undo", objects.command(Component.UNDO));

    assertThat(pod(job).getServiceAccountName()).isEqualTo("backup-accounts-restore");
    assertThat(pod(job).getContainers().getFirst().getArgs())
        .containsExactly("undo", "--kubernetes", "--workload", "nessie", "--yes");
    assertThat(pod(job).getVolumes().toString()).contains("owner-login");
    // It reads no backup, and network policies know it by this.
    assertThat(pod(job).getContainers().getFirst().getVolumeMounts())
        .extracting(VolumeMount::getName)
        .doesNotContain("identity");
    assertThat(job.getSpec().getTemplate().getMetadata().getLabels())
        .containsEntry("app.kubernetes.io/component", "restore");
  }

  @Test
  void labelsOfPodsDoNotHideThoseByWhichTheyAreFound() {
    CatalogObjects objects =
        SampleObjects.objects(
            CATALOG
                + "pod: {labels: {app.kubernetes.io/component: mine, team: lake}}\n"
                + "service: {enabled: true}",
            "{}");

    Map<String, String> labels =
        cronJob(objects, "check")
            .getSpec()
            .getJobTemplate()
            .getSpec()
            .getTemplate()
            .getMetadata()
            .getLabels();

    assertThat(labels)
        .containsEntry("app.kubernetes.io/component", "check")
        .containsEntry("team", "lake");
  }

  private static CronJob cronJob(CatalogObjects objects, String component) {
    return objects.cronJobs().stream()
        .filter(
            each ->
                component.equals(each.getMetadata().getLabels().get("app.kubernetes.io/component")))
        .findFirst()
        .orElseThrow();
  }

  private static PodSpec pod(Job job) {
    return job.getSpec().getTemplate().getSpec();
  }

  private static Container container(CronJob cronJob) {
    return cronJob
        .getSpec()
        .getJobTemplate()
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .getFirst();
  }
}
