package org.nessiebackup.kubernetes.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nessiebackup.check.CheckReport.Status.FAIL;
import static org.nessiebackup.check.CheckReport.Status.OK;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.check.CheckReport;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.kubernetes.testbed.ApiRequest;
import org.nessiebackup.testing.TestDatabase;

class ClusterCheckTest {
  @TempDir static Path folder;
  private static TestDatabase database;

  @BeforeAll
  static void backUp() {
    database = TestDatabase.create().withCatalog("nessie");
    CheckScene.backup(folder, database);
  }

  @AfterAll
  static void close() {
    database.close();
  }

  /**
   * Of this machine, and of a vault without keys; the scene's clock stands, so that what the server
   * says of its backup is yet to come.
   */
  private static boolean isOfTheTest(Item item) {
    return List.of(
            "clock", "backup-clocks", "last-backup", "encryption", "signatures", "free-space")
        .contains(item.name());
  }

  @Test
  void allIsWellWhereNothingIsWrong() {
    try (CheckScene scene = new CheckScene(folder, database)) {
      CheckReport report = scene.check();
      assertThat(report.items())
          .allMatch(item -> item.status() == OK || isOfTheTest(item))
          .extracting(Item::name)
          .startsWith(
              "cronjob",
              "time-zone",
              "suspended",
              "concurrency",
              "schedule",
              "last-success",
              "active-job",
              "failed-jobs",
              "image",
              "service-account",
              "claim",
              "storage-class",
              "secret",
              "config-map",
              "workload",
              "nessie-image",
              "store-type",
              "same-database",
              "replicas",
              "nessie-api",
              "unfinished-restore",
              "cleanup-jobs",
              "surroundings",
              "restore-permissions",
              "connection")
          .contains("vault", "last-backup", "free-space")
          .doesNotContain("backup-run");
      assertThat(scene.cluster.requests())
          .noneMatch(request -> request.changes() && !isReview(request.resource()))
          .filteredOn(request -> request.resource().equals("secrets"))
          .as("Secrets of others are not read")
          .extracting(ApiRequest::name)
          .containsOnly("nessie-postgres-app");
    }
  }

  private static boolean isReview(String resource) {
    return resource.equals("selfsubjectaccessreviews");
  }

  @ParameterizedTest
  @MethodSource("org.nessiebackup.kubernetes.check.Defects#all")
  void eachDefectIsNamedWithWhatToDo(Defect defect) {
    try (CheckScene scene = new CheckScene(folder, database)) {
      defect.cause().accept(scene);
      CheckReport report = scene.check();
      assertThat(report.items())
          .filteredOn(item -> item.name().equals(defect.item()) && item.status() != OK)
          .singleElement()
          .satisfies(
              item -> {
                assertThat(item.status()).isEqualTo(defect.status());
                assertThat(item.detail() + item.advice().orElse("")).contains(defect.words());
                assertThat(item.advice()).as("advice of " + item).isPresent();
              });
      assertThat(report.passed())
          .isEqualTo(report.items().stream().noneMatch(i -> i.status() == FAIL));
      assertThat(report.items()).noneMatch(item -> item.toString().contains(CheckScene.PASSWORD));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "cronjobs,get,cronjob",
    "jobs,list,active-job",
    "serviceaccounts,get,service-account",
    "persistentvolumeclaims,get,claim",
    "secrets,get,secret",
    "configmaps,get,config-map",
    "deployments,list,workload",
    "statefulsets,list,workload",
    "deployments,get,store-type",
    "pods,list,nessie-api",
    "pods/proxy,get,nessie-api",
    "leases,get,unfinished-restore",
    "horizontalpodautoscalers,list,surroundings",
    "poddisruptionbudgets,list,surroundings",
    "cronjobs,list,surroundings",
    "jobs,create,backup-run",
    "jobs,delete,backup-run"
  })
  void missingPermissionIsAnItemWithTheRuleToAdd(String resource, String verb, String name) {
    try (CheckScene scene = new CheckScene(folder, database)) {
      scene.allowAllBut(resource, verb);
      CheckReport report = scene.check(Optional.of(Duration.ofSeconds(1)));
      assertThat(report.items())
          .filteredOn(item -> item.name().equals(name))
          .first()
          .satisfies(
              item -> {
                assertThat(item.status()).isNotEqualTo(OK);
                assertThat(item.advice().orElse(""))
                    .contains("resources: [\"" + resource + "\"]", "\"" + verb + "\"");
              });
      assertThat(report.items()).extracting(Item::name).contains("vault", "last-backup");
      assertThat(scene.jobs()).isEmpty();
    }
  }
}
