package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.cli.testing.JsonContract;
import org.nessiebackup.kubernetes.testbed.SampleBackups;
import org.nessiebackup.kubernetes.testbed.StandInNessie;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.testbed.TestKubelet;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import tools.jackson.databind.JsonNode;

/** {@code check --kubernetes} as a whole: options, settings of the CronJob, one report, its end. */
class ClusterCheckCommandTest {
  private static final JsonContract CONTRACT = JsonContract.read();
  private static final String PASSWORD = "hunter2-of-nobody";
  private static PostgresServer server;
  private static int databases;

  private @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();
  private String database;
  private TestCluster cluster;
  private TestKubelet kubelet;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void makeCatalogAndCluster() throws SQLException {
    database = "cluster_" + ++databases;
    server.createDatabase(database);
    try (Connection connection = server.connect(database)) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
    environment.put("NESSIE_BACKUP_VAULT", folder.resolve("vault").toString());
    environment.put("XDG_CONFIG_HOME", folder.resolve("keys").toString());
    backUp();
    cluster = TestCluster.start();
    cluster
        .rules()
        .allowEverywhere(
            TestCluster.OPERATOR,
            List.of(
                new PolicyRuleBuilder()
                    .withApiGroups("storage.k8s.io")
                    .withResources("storageclasses")
                    .withVerbs("get")
                    .build()));
    kubelet = cluster.kubelet(StandInNessie.program(() -> server.connect(database), "nessie"));
    makeObjects();
  }

  private void backUp() {
    String url = "--jdbc-url=" + server.jdbcUrl(database);
    assertThat(ProgramRun.of(environment, "init").status()).isZero();
    assertThat(ProgramRun.of(environment, "backup", url, "--user=postgres").status()).isZero();
  }

  private void makeObjects() {
    Instant lastSuccess = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    SampleBackups.manifests(lastSuccess, PASSWORD)
        .forEach(manifest -> cluster.client().resource(manifest).create());
    String url = server.jdbcUrl(database);
    cluster
        .client()
        .resource(SampleBackups.settings(Map.of("NESSIE_BACKUP_JDBC_URL", url)))
        .create();
    cluster.client().resource(SampleBackups.nessieSettings("JDBC2", url)).create();
    cluster.client().resource(SampleBackups.nessie()).create();
    kubelet.reconcile();
    kubelet.reconcile();
  }

  @AfterEach
  void stopCluster() {
    kubelet.close();
    cluster.close();
  }

  private ProgramRun check(String... more) {
    String[] args =
        java.util.stream.Stream.concat(
                java.util.stream.Stream.of(
                    "check", "--kubernetes", "--kubeconfig", cluster.kubeconfig(folder).toString()),
                java.util.stream.Stream.of(more))
            .toArray(String[]::new);
    ProgramRun run = ProgramRun.of(environment, args);
    assertThat(run.out() + run.err()).doesNotContain(PASSWORD);
    return run;
  }

  private void edit(Consumer<CronJob> change) {
    cluster
        .client()
        .batch()
        .v1()
        .cronjobs()
        .inNamespace(TestCluster.NAMESPACE)
        .withName("nessie-backup")
        .edit(
            cronJob -> {
              change.accept(cronJob);
              return cronJob;
            });
  }

  private static JsonNode item(JsonNode summary, String name) {
    return summary
        .path("items")
        .valueStream()
        .filter(item -> item.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void oneReportHoldsClusterServerAndVault() {
    ProgramRun run = check("--json");
    JsonNode summary = run.summary();
    CONTRACT.holdsFor(summary, "check");
    assertThat(summary.path("passed").asBoolean()).as(run.out()).isTrue();
    assertThat(run.status()).isZero();
    for (String name : List.of("cronjob", "secret", "same-database", "nessie-api", "catalog")) {
      assertThat(item(summary, name).path("status").asString()).as(name).isEqualTo("ok");
    }
    assertThat(item(summary, "connection").path("detail").asString()).contains(database);
    assertThat(item(summary, "last-backup").path("status").asString()).isEqualTo("ok");
    assertThat(check().out())
        .contains("ok    cronjob ")
        .containsPattern("\n\\d+ of " + summary.path("total").asInt() + " ok\n");
  }

  @Test
  void whatFailsEndsWithThree() {
    edit(cronJob -> cronJob.getSpec().setSuspend(true));
    ProgramRun run = check();
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out())
        .containsPattern("fail  suspended +it is suspended")
        .contains("-> kubectl patch cronjob nessie-backup");
  }

  @Test
  void settingsOfTheRunbooksJobAreUnderstoodToo() {
    String[] address =
        server.jdbcUrl(database).replaceFirst("jdbc:postgresql://", "").split("[:/]", -1);
    edit(
        cronJob -> {
          var container =
              cronJob
                  .getSpec()
                  .getJobTemplate()
                  .getSpec()
                  .getTemplate()
                  .getSpec()
                  .getContainers()
                  .getFirst();
          container.setEnvFrom(List.of());
          container.setEnv(
              List.of(
                  new EnvVar("POSTGRES_HOST", address[0], null),
                  new EnvVar("POSTGRES_PORT", address[1], null),
                  new EnvVar("POSTGRES_DB", address[2], null),
                  new EnvVar("POSTGRES_USER", "postgres", null),
                  new EnvVarBuilder()
                      .withName("POSTGRES_PASSWORD")
                      .withNewValueFrom()
                      .withNewSecretKeyRef("password", "nessie-postgres-app", false)
                      .endValueFrom()
                      .build()));
        });
    JsonNode summary = check("--json").summary();
    assertThat(item(summary, "same-database").path("status").asString()).isEqualTo("ok");
    assertThat(item(summary, "connection").path("detail").asString()).contains(database);
  }

  @Test
  void optionsOfACommandLineInTheTemplateCountAsSettings() {
    edit(
        cronJob -> {
          var container =
              cronJob
                  .getSpec()
                  .getJobTemplate()
                  .getSpec()
                  .getTemplate()
                  .getSpec()
                  .getContainers()
                  .getFirst();
          container.setEnvFrom(List.of());
          container.setArgs(List.of("backup", "--jdbc-url", server.jdbcUrl(database)));
        });
    assertThat(item(check("--json").summary(), "same-database").path("status").asString())
        .isEqualTo("ok");
  }

  @Test
  void optionsOfAClusterThatIsNotLookedAtAreRefused() {
    for (String option : List.of("--namespace=x", "--context=x", "--run-backup")) {
      ProgramRun run = ProgramRun.of(environment, "check", option);
      assertThat(run.status()).isEqualTo(2);
      assertThat(run.err()).contains("without --kubernetes");
    }
  }

  @Test
  void kubeconfigThatIsNotThereIsAnItem() {
    ProgramRun run =
        ProgramRun.of(environment, "check", "--kubernetes", "--kubeconfig", "/nowhere/config");
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.out()).containsPattern("fail  cluster +cannot read the kubeconfig");
  }
}
