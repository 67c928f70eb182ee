package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What the chart makes of the service, and says of it. */
class ServiceChartTest {
  private static final Pattern CRON_JOB = Pattern.compile("--from=cronjob/(\\S+)");

  @ParameterizedTest
  @CsvSource({
    "vault.claim.accessMode=ReadWriteOnce, RollingUpdate",
    "vault.claim.accessMode=ReadWriteMany, RollingUpdate",
    "vault.uri=s3://lake-backups/sales, RollingUpdate",
    "vault.claim.accessMode=ReadWriteOncePod, Recreate",
    "pod.affinity.nodeAffinity.any=yes, Recreate"
  })
  void theNextPodStartsBeforeTheOneThatWorksEndsWhereTheVolumeLetsIt(
      String setting, String strategy) {
    String[] parts = setting.split("=", 2);

    Manifest deployment =
        Chart.render(Map.of("service.enabled", "true", parts[0], parts[1])).stream()
            .filter(each -> each.kind().equals("Deployment"))
            .findFirst()
            .orElseThrow();

    assertThat(deployment.content().at("/spec/strategy/type").asString()).isEqualTo(strategy);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"service.tipInterval=5s", "database.host=elsewhere", "vault.claim.folder=other"})
  void itsPodsStartAgainWhenWhatTheyReadAtTheirStartHasChanged(String setting) {
    String[] parts = setting.split("=", 2);

    assertThat(podAnnotations(Map.of("service.enabled", "true", parts[0], parts[1])))
        .isNotEqualTo(podAnnotations(Map.of("service.enabled", "true")))
        .hasSize(1);
  }

  private static JsonNode podAnnotations(Map<String, String> settings) {
    return Chart.render(settings).stream()
        .filter(each -> each.kind().equals("Deployment"))
        .findFirst()
        .flatMap(Manifest::pod)
        .orElseThrow()
        .at("/metadata/annotations");
  }

  @ParameterizedTest
  @CsvSource({"false, false", "false, true", "true, false", "true, true"})
  void notesNameCronJobsThatAreThere(String service, String full) {
    Map<String, String> settings = Map.of("service.enabled", service, "verify.full", full);
    List<String> there =
        Chart.render(settings).stream()
            .filter(each -> each.kind().equals("CronJob"))
            .map(Manifest::name)
            .toList();

    List<String> named =
        CRON_JOB.matcher(Chart.notes(settings)).results().map(each -> each.group(1)).toList();

    assertThat(named).hasSizeGreaterThan(2).isSubsetOf(there);
  }

  @Test
  void notesSendWhoHasTheServiceToItsPage() {
    assertThat(Chart.notes(Map.of("service.enabled", "true")))
        .contains("deployment/nessie-backup-service", "http://localhost:8080");
    assertThat(Chart.notes(Map.of())).doesNotContain("nessie-backup-service");
  }

  @Test
  void journalIsKeptWhereItIsWanted() {
    assertThat(config(Map.of("service.enabled", "true"))).doesNotContain("journal");
    assertThat(
            config(
                Map.of(
                    "service.enabled", "true",
                    "service.journal.enabled", "true",
                    "service.journal.maxRetained", "4GiB")))
        .contains("journal = true\n", "max-retained = \"4GiB\"\n", "synchronous = false\n")
        .doesNotContain("slot =", "publication =", "standby-name =", "journal-proof-schedule =");
  }

  @Test
  void journalIsCalledWhatTheServerCallsIt() {
    assertThat(
            config(
                Map.of(
                    "service.enabled", "true",
                    "service.journal.enabled", "true",
                    "service.journal.slot", "sales_journal",
                    "service.journal.publication", "sales-rows",
                    "service.journal.standbyName", "sales-vault",
                    "service.journal.proofSchedule", "@hourly")))
        .contains(
            "slot = \"sales_journal\"\n",
            "publication = \"sales-rows\"\n",
            "standby-name = \"sales-vault\"\n",
            "journal-proof-schedule = \"@hourly\"\n");
  }

  @Test
  void replicaIsLookedAfterWhereOneIsNamed() {
    assertThat(config(Map.of("service.enabled", "true"))).doesNotContain("replica");
    Map<String, String> settings =
        Map.of(
            "service.enabled", "true",
            "service.replica.enabled", "true",
            "service.replica.host", "nessie-replica-rw",
            "service.replica.port", "6432",
            "service.replica.password.secret", "nessie-replica-app",
            "service.replica.authority.secret", "nessie-replica-ca",
            "service.replica.maxRetained", "4GiB");

    assertThat(config(settings))
        .contains(
            "replica-jdbc-url ="
                + " \"jdbc:postgresql://nessie-replica-rw:6432/nessie?sslmode=verify-full",
            "sslrootcert=%2Fetc%2Fnessie-backup%2Freplica-authority%2Fca.crt\"\n",
            "replica-user = \"nessie\"\n",
            "replica-password-file = \"/etc/nessie-backup/replica/password\"\n",
            "replica-max-retained = \"4GiB\"\n",
            "replica-max-lag = \"1m\"\n")
        .doesNotContain("replica-name");
    assertThat(text(settings, "Deployment"))
        .contains("nessie-replica-app", "nessie-replica-ca", "/etc/nessie-backup/replica");
    assertThat(text(settings, "NetworkPolicy")).contains("port: 6432");
  }

  private static String text(Map<String, String> settings, String kind) {
    return Chart.render(settings).stream()
        .filter(each -> each.kind().equals(kind) && each.name().endsWith("-service"))
        .map(Manifest::text)
        .findFirst()
        .orElseThrow();
  }

  private static String config(Map<String, String> settings) {
    return Chart.render(settings).stream()
        .filter(each -> each.kind().equals("ConfigMap") && each.name().endsWith("-service"))
        .map(Manifest::text)
        .findFirst()
        .orElseThrow();
  }
}
