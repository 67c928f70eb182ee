package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people have typed for years still works. */
class RunbookNamesTest {
  private static final List<Manifest> MANIFESTS = Chart.render();

  @Test
  void theNightlyCronJobIsWhatItWas() {
    JsonNode spec = named("CronJob \"nessie-backup\"").get("spec");

    assertThat(spec.get("schedule").asString()).isEqualTo("0 2 * * *");
    assertThat(spec.get("timeZone").asString()).isEqualTo("Etc/UTC");
    assertThat(spec.get("concurrencyPolicy").asString()).isEqualTo("Forbid");
    assertThat(spec.get("successfulJobsHistoryLimit").asInt()).isEqualTo(3);
    assertThat(spec.get("failedJobsHistoryLimit").asInt()).isEqualTo(3);
  }

  @Test
  void theClaimIsWhatItWas() {
    JsonNode spec = named("PersistentVolumeClaim \"nessie-backup-pvc\"").get("spec");

    assertThat(spec.get("storageClassName").asString()).isEqualTo("ceph-block");
    assertThat(spec.at("/resources/requests/storage").asString()).isEqualTo("10Gi");
    JsonNode pod = pod("CronJob \"nessie-backup\"");
    assertThat(pod.at("/spec/containers/0/volumeMounts").toString())
        .contains("{\"name\":\"vault\",\"mountPath\":\"/backup\"}");
    assertThat(pod.at("/spec/volumes").toString()).contains("\"claimName\":\"nessie-backup-pvc\"");
  }

  @Test
  void theDatabaseIsWhatItWas() {
    JsonNode settings = named("ConfigMap \"nessie-backup\"").get("data");

    assertThat(settings.get("NESSIE_BACKUP_JDBC_URL").asString())
        .isEqualTo("jdbc:postgresql://nessie-postgres-rw:5432/nessie");
    assertThat(settings.get("NESSIE_BACKUP_USER").asString()).isEqualTo("nessie");
    assertThat(pod("CronJob \"nessie-backup\"").at("/spec/volumes").toString())
        .contains("\"secretName\":\"nessie-postgres-app\"")
        .contains("{\"key\":\"password\",\"path\":\"password\"}");
  }

  @Test
  void jobsAndPodsAreFoundByTheirLabel() {
    for (Manifest manifest : MANIFESTS) {
      manifest
          .pod()
          .ifPresent(
              pod -> {
                assertThat(label(manifest.content().at("/spec/jobTemplate/metadata/labels")))
                    .isEqualTo("nessie-backup");
                assertThat(label(pod.at("/metadata/labels"))).isEqualTo("nessie-backup");
              });
    }
  }

  private static String label(JsonNode labels) {
    return labels.path("app.kubernetes.io/name").asString();
  }

  private static JsonNode named(String name) {
    return manifest(name).content();
  }

  private static JsonNode pod(String name) {
    return manifest(name).pod().orElseThrow();
  }

  private static Manifest manifest(String name) {
    return MANIFESTS.stream()
        .filter(each -> each.toString().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
