package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The chart under Helm's own eyes and under those of the API's schemas. */
class ChartTest {
  @Test
  void helmFindsNothingToComplainOf() {
    LintResult result = Chart.lint();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages()).isEmpty();
  }

  @Test
  void theChartHasTheVersionOfTheProgram() throws Exception {
    JsonNode chart =
        new YAMLMapper().readTree(Files.readString(Chart.folder().resolve("Chart.yaml")));

    assertThat(chart.get("version").asString()).isEqualTo(Deployment.version());
    assertThat(chart.get("appVersion").asString()).isEqualTo(Deployment.version());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"defaults", "bucket", "existing", "open", "everything", "unencrypted", "service"})
  void everyObjectFitsTheSchemasOfKubernetes(String values) {
    List<Manifest> manifests = Chart.render(Deployment.values(values));

    assertThat(manifests).isNotEmpty();
    for (Manifest manifest : manifests) {
      assertThat(KubernetesSchema.violation(manifest.content())).as("%s", manifest).isEmpty();
      if (!manifest.kind().startsWith("ClusterRole")) {
        assertThat(manifest.content().at("/metadata/namespace").asString())
            .as("%s", manifest)
            .isEqualTo(Chart.NAMESPACE);
      }
    }
    assertThat(manifests)
        .extracting(Manifest::toString)
        .as("no two objects of one kind and name")
        .doesNotHaveDuplicates();
  }

  @Test
  void withoutTheDatabaseNothingIsRenderedAndTheMessageNamesTheValue() {
    assertThatThrownBy(() -> Chart.renderNeutral("lake", Map.of()))
        .hasMessageContaining("database.host: say where Nessie's PostgreSQL is");
    assertThatThrownBy(() -> Chart.renderNeutral("lake", Map.of("database.host", "pg")))
        .hasMessageContaining("database.password.secret: name the Secret");
  }

  @Test
  void greatNumbersOfAFileStandAsTheyWereWritten(@TempDir Path folder) throws IOException {
    Path values =
        Files.writeString(
            folder.resolve("values.yaml"),
            """
            pod:
              environment: {NESSIE_BACKUP_ROWS: 123456789, NESSIE_BACKUP_VERBOSE: true}
            database:
              parameters: {socketTimeout: 1000000, ApplicationName: a b}
            """);

    JsonNode data =
        named(Chart.render(values), "ConfigMap \"nessie-backup\"").content().get("data");

    assertThat(data.get("NESSIE_BACKUP_ROWS").asString()).isEqualTo("123456789");
    assertThat(data.get("NESSIE_BACKUP_VERBOSE").asString()).isEqualTo("true");
    assertThat(data.get("NESSIE_BACKUP_JDBC_URL").asString())
        .endsWith("?ApplicationName=a+b&socketTimeout=1000000");
  }

  @ParameterizedTest
  @CsvSource({
    "lake, lake-nessie-backup",
    "nessie-backup, nessie-backup",
    "my-nessie-backup, my-nessie-backup",
    "a-release-with-a-name-as-long-as-helm-lets-it-be-53-c,"
        + " a-release-with-a-name-as-long-as-helm-le"
  })
  void objectsAreNamedByTheRelease(String release, String name) {
    List<Manifest> manifests =
        Chart.renderNeutral(
            release, Map.of("database.host", "pg", "database.password.secret", "pg-login"));

    assertThat(manifests)
        .allMatch(
            each ->
                each.name().startsWith(name)
                    || each.name().startsWith(Chart.NAMESPACE + "-" + name));
    for (Manifest manifest : manifests) {
      assertThat(
              manifest
                  .content()
                  .at("/metadata/labels")
                  .path("app.kubernetes.io/instance")
                  .asString())
          .isEqualTo(release);
      assertThat(KubernetesSchema.violation(manifest.content())).as("%s", manifest).isEmpty();
      if (manifest.kind().equals("CronJob")) {
        assertThat(manifest.name()).hasSizeLessThanOrEqualTo(52);
      }
    }
    assertThat(manifests)
        .filteredOn(each -> each.kind().equals("PersistentVolumeClaim"))
        .singleElement()
        .satisfies(
            claim -> assertThat(claim.content().at("/spec").has("storageClassName")).isFalse());
  }

  @Test
  void alertsAndTheDashboardComeWithTheChartWhereTheyAreWanted() {
    List<Manifest> manifests =
        Chart.renderNeutral(
            "lake",
            Map.of(
                "database.host", "pg",
                "database.password.secret", "pg-login",
                "monitoring.prometheusRule.enabled", "true",
                "monitoring.prometheusRule.labels.release", "prometheus",
                "monitoring.prometheusRule.runbookUrl", "https://wiki.example/nessie",
                "monitoring.prometheusRule.maxAgeHours", "2",
                "monitoring.dashboard.enabled", "true"));

    String rules = named(manifests, "PrometheusRule \"lake-nessie-backup\"").text();
    assertThat(rules)
        .contains("release: prometheus")
        .contains("runbook_url: https://wiki.example/nessie#nessiebackupmissing")
        .contains("nessie_backup:recovery_point:seconds > 2 * 3600", "for more than 2 hours")
        .contains("cronjob=~\"lake-nessie-backup(-incremental)?\"")
        .contains("persistentvolumeclaim=\"lake-nessie-backup\"")
        .doesNotContain("RUNBOOK_URL", "MAX_AGE_HOURS", "CRON_JOB", "CLAIM");
    JsonNode dashboard = named(manifests, "ConfigMap \"lake-nessie-backup-dashboard\"").content();
    assertThat(dashboard.at("/metadata/labels/grafana_dashboard").asString()).isEqualTo("1");
    assertThat(JsonMapper.shared().readTree(dashboard.at("/data/nessie-backup.json").asString()))
        .hasSizeGreaterThan(5);
  }

  @Test
  void helmTestChecksTheDatabaseAndTheVaultAndMayNothingInTheApi(@TempDir Path folder)
      throws IOException {
    Path template = Chart.folder().resolve("templates/tests/check.yaml");
    assertThat(Files.readString(template)).contains("helm.sh/hook: test\n");

    // Helm's library leaves hooks out of what it renders; without the annotation it is an object.
    Manifest test =
        Chart.renderWithoutHooks(folder).stream()
            .filter(each -> each.kind().equals("Pod"))
            .findFirst()
            .orElseThrow();

    assertThat(KubernetesSchema.violation(test.content())).isEmpty();
    assertThat(test.content().at("/spec/containers/0/args").valueStream().map(JsonNode::asString))
        .containsExactly("check");
    assertThat(test.content().at("/spec/automountServiceAccountToken").asBoolean()).isFalse();
  }

  private static Manifest named(List<Manifest> manifests, String name) {
    return manifests.stream()
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theSchemasRefuseWhatTheApiWouldRefuse() {
    JsonNode job =
        Chart.render().stream()
            .filter(each -> each.kind().equals("CronJob"))
            .findFirst()
            .orElseThrow()
            .content();

    ObjectNode unknown = (ObjectNode) job.deepCopy();
    ((ObjectNode) unknown.at("/spec/jobTemplate/spec/template/spec")).put("privileged", true);
    ObjectNode missing = (ObjectNode) job.deepCopy();
    ((ObjectNode) missing.get("spec")).remove("schedule");
    ObjectNode mistyped = (ObjectNode) job.deepCopy();
    ((ObjectNode) mistyped.get("spec")).put("successfulJobsHistoryLimit", "three");

    assertThat(KubernetesSchema.violation(unknown)).get().asString().contains("privileged");
    assertThat(KubernetesSchema.violation(missing)).get().asString().contains("schedule");
    assertThat(KubernetesSchema.violation(mistyped)).get().asString().contains("three");
  }

  @Test
  void aDrillWithAnImageOfNessieStartsItsProgram() {
    JsonNode pod =
        drill(
            Map.of(
                "drill.enabled",
                "true",
                "drill.nessie.image",
                "registry.example/data/nessie:0.99.0",
                "drill.temporarySize",
                "9Gi"));

    assertThat(pod.at("/containers/0/args").valueStream().map(JsonNode::asString))
        .containsSequence("--nessie-jar", "/nessie/quarkus-run.jar");
    assertThat(pod.at("/initContainers/0/command").valueStream().map(JsonNode::asString))
        .containsExactly("cp", "-R", "/deployments/.", "/nessie");
    assertThat(pod.at("/volumes").toString()).contains("9Gi");
    assertThat(pod.at("/containers/0/volumeMounts").toString())
        .contains("/etc/nessie-backup/identity")
        .doesNotContain("/etc/nessie-backup/database");
  }

  @Test
  void aDrillWithoutOneNeedsNothingFromAnotherImage() {
    JsonNode pod = drill(Map.of("drill.enabled", "true"));

    assertThat(pod.has("initContainers")).isFalse();
    assertThat(pod.at("/containers/0/args").valueStream().map(JsonNode::asString))
        .containsExactly("drill");
  }

  private static JsonNode shared(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.put("verifyFiles.enabled", "true");
    return Chart.render(values).stream()
        .filter(each -> each.component().equals("verify-files"))
        .findFirst()
        .orElseThrow()
        .content()
        .at("/spec/jobTemplate/spec");
  }

  @Test
  void filesAreSharedOutAmongThePodsOfAnIndexedJob() {
    JsonNode job =
        shared(
            Map.of(
                "verifyFiles.shards",
                "16",
                "verifyFiles.parallelism",
                "5",
                "verifyFiles.nessieProperties.configMap",
                "nessie",
                "verifyFiles.credentials.secret",
                "lake",
                "verifyFiles.credentials.keys[0]",
                "LAKE_NAME"));

    assertThat(job.get("completionMode").asString()).isEqualTo("Indexed");
    assertThat(job.get("completions").asInt()).isEqualTo(16);
    assertThat(job.get("parallelism").asInt()).isEqualTo(5);
    assertThat(job.get("backoffLimitPerIndex").asInt()).isEqualTo(2);
    assertThat(job.has("backoffLimit")).isFalse();
    // What one shard has found must not stop the others.
    assertThat(job.at("/podFailurePolicy/rules").valueStream().map(rule -> rule.get("action")))
        .extracting(JsonNode::asString)
        .containsExactly("Ignore", "FailIndex");
    JsonNode container = job.at("/template/spec/containers/0");
    assertThat(container.get("args").valueStream().map(JsonNode::asString))
        .containsExactly(
            "verify",
            "--files",
            "latest",
            "--shard",
            "auto/16",
            "--merge",
            "--deep",
            "--nessie-properties",
            "/etc/nessie-backup/nessie/application.properties");
    assertThat(container.get("env").toString())
        .contains("NESSIE_BACKUP_VERIFY__RUN")
        .contains("metadata.labels['batch.kubernetes.io/controller-uid']")
        .contains("{\"name\":\"lake\",\"key\":\"LAKE_NAME\"}");
    assertThat(container.get("volumeMounts").toString())
        .contains("/etc/nessie-backup/identity", "/etc/nessie-backup/host-key")
        .contains("/etc/nessie-backup/nessie")
        .doesNotContain("/etc/nessie-backup/database");
  }

  @Test
  void volumeOfOnePodIsUsedByOneShardAtATime() {
    assertThat(shared(Map.of()).get("parallelism").asInt()).isEqualTo(4);
    assertThat(shared(Map.of("verifyFiles.shards", "2")).get("parallelism").asInt()).isEqualTo(2);
    assertThat(
            shared(Map.of("vault.claim.accessMode", "ReadWriteOncePod")).get("parallelism").asInt())
        .isEqualTo(1);
  }

  @Test
  void suspendedNoJobStartsByItself() {
    assertThat(suspended(Map.of("suspend", "true"))).hasSizeGreaterThan(5).containsOnly(true);
    // The vault is never made by itself.
    assertThat(suspended(Map.of())).containsOnlyOnce(true);
  }

  @Test
  void theServiceTakesThePlaceOfTheJobsWhoseSchedulesItKeeps() {
    List<Manifest> manifests = Chart.render(Map.of("service.enabled", "true"));

    assertThat(manifests)
        .filteredOn(each -> each.kind().equals("CronJob"))
        .extracting(Manifest::component)
        .contains("backup", "init", "status", "check")
        .doesNotContain("incremental", "prune", "verify");
    JsonNode backup = named(manifests, "CronJob \"nessie-backup\"").content();
    assertThat(backup.at("/spec/suspend").asBoolean()).isTrue();
    assertThat(backup.at("/metadata/annotations").toString()).contains("scheduled-by");
    assertThat(named(manifests, "ConfigMap \"nessie-backup-service\"").text())
        .contains(
            "[catalogs.\"nessie\".serve]",
            "full-schedule = \"0 2 * * *\"",
            "incremental-schedule = \"7,22,37,52 * * * *\"",
            "timezone = \"Etc/UTC\"")
        .doesNotContain("identity");
  }

  @Test
  void theServiceIsToldOfItsCatalogInSettingsAsSeveralWouldBe() {
    String key = "0123456789abcdef".repeat(4);
    List<Manifest> manifests =
        Chart.render(Map.of("service.enabled", "true", "keys.trusted[0]", key));

    JsonNode pod = named(manifests, "Deployment \"nessie-backup-service\"").pod().orElseThrow();
    assertThat(pod.at("/spec/containers/0/args").toString()).doesNotContain(key);
    assertThat(named(manifests, "ConfigMap \"nessie-backup-service\"").text())
        .contains("[catalogs.\"nessie\"]\n    trusted-key = [\"%s\"]\n".formatted(key));
  }

  @Test
  void argumentsThatTheServiceWouldNotHeedAreRefused() {
    assertThatThrownBy(
            () ->
                Chart.render(
                    Map.of("service.enabled", "true", "prune.arguments[0]", "--keep-daily=30")))
        .hasMessageContaining("prune.arguments: the service has settings in their place")
        .hasMessageContaining("[catalogs.\"nessie\".prune]");
  }

  @Test
  void theJobThatVerifiesMoreThanTheServiceStays() {
    List<Manifest> manifests =
        Chart.render(Map.of("service.enabled", "true", "verify.full", "true"));

    assertThat(manifests).extracting(Manifest::component).contains("verify");
    assertThat(named(manifests, "ConfigMap \"nessie-backup-service\"").text())
        .contains("verify-schedule = \"off\"");
  }

  @Test
  void whoLogsInStaysWithThePodThatKnowsHim() {
    List<Manifest> manifests = Chart.render(Map.of("service.enabled", "true"));

    JsonNode service = named(manifests, "Service \"nessie-backup-service\"").content();
    assertThat(service.at("/spec/sessionAffinity").asString()).isEqualTo("ClientIP");
  }

  @Test
  void whoIsNotAskedWhoHeIsReachesTheServiceByHisOwnRightsOnly() {
    List<Manifest> manifests = Chart.render(Map.of("service.enabled", "true"));

    JsonNode pod = named(manifests, "Deployment \"nessie-backup-service\"").pod().orElseThrow();
    assertThat(pod.at("/spec/containers/0/args").valueStream().map(JsonNode::asString))
        .containsSequence("--auth", "none", "--listen", "127.0.0.1:8080");
    assertThat(named(manifests, "Service \"nessie-backup-service\"").content().at("/spec/ports"))
        .hasSize(1);
    assertThatThrownBy(
            () ->
                Chart.render(Map.of("service.enabled", "true", "service.ingress.enabled", "true")))
        .hasMessageContaining("service.ingress: needs service.auth");
  }

  private static List<Boolean> suspended(Map<String, String> values) {
    return Chart.render(values).stream()
        .filter(each -> each.kind().equals("CronJob"))
        .map(each -> each.content().at("/spec/suspend").asBoolean(false))
        .toList();
  }

  private static JsonNode drill(Map<String, String> values) {
    return Chart.render(values).stream()
        .filter(each -> each.component().equals("drill"))
        .findFirst()
        .flatMap(Manifest::pod)
        .orElseThrow()
        .get("spec");
  }
}
