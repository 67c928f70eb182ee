package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** The chart where it installs the operator. */
class OperatorChartTest {
  private static final List<Manifest> MANIFESTS = render(Map.of());
  private static final GrantedRules OPERATOR = GrantedRules.of("nessie-backup-operator", MANIFESTS);

  private static List<Manifest> render(Map<String, String> more) {
    Map<String, String> values = new HashMap<>(more);
    values.put("operator.enabled", "true");
    return Chart.renderNeutral("nessie-backup", values);
  }

  private static JsonNode deployment(List<Manifest> manifests) {
    return manifests.stream()
        .filter(each -> each.kind().equals("Deployment"))
        .findFirst()
        .orElseThrow()
        .content();
  }

  private static List<String> arguments(List<Manifest> manifests) {
    return deployment(manifests)
        .at("/spec/template/spec/containers/0/args")
        .valueStream()
        .map(JsonNode::asString)
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "operator.replicas=2",
        "operator.watchNamespaces[0]=sales",
        "operator.watchNamespaces[0]=*",
        "operator.podMonitor.enabled=true",
        "service.auth=kubernetes",
        "networkPolicy.enabled=false"
      })
  void everyObjectFitsTheSchemasOfKubernetesAndTheRestrictedProfile(String setting) {
    String[] parts = setting.split("=", 2);
    List<Manifest> manifests = render(Map.of(parts[0], parts[1]));

    for (Manifest manifest : manifests) {
      assertThat(KubernetesSchema.violation(manifest.content())).as("%s", manifest).isEmpty();
      manifest
          .pod()
          .ifPresent(
              pod -> assertThat(RestrictedProfile.violations(pod)).as("%s", manifest).isEmpty());
    }
    assertThat(manifests)
        .extracting(each -> each + " in " + each.content().at("/metadata/namespace").asString(""))
        .as("no two objects of one kind, name and namespace")
        .doesNotHaveDuplicates();
  }

  @Test
  void whatIsOfACatalogIsNotMade() {
    assertThat(MANIFESTS)
        .extracting(Manifest::kind)
        .filteredOn(kind -> !kind.endsWith("Role") && !kind.endsWith("RoleBinding"))
        .containsOnly("Deployment", "NetworkPolicy", "ServiceAccount");
    assertThat(MANIFESTS)
        .filteredOn(each -> each.kind().equals("ServiceAccount"))
        .extracting(Manifest::name)
        .containsExactly(
            "nessie-backup",
            "nessie-backup-check",
            "nessie-backup-restore",
            "nessie-backup-operator");
  }

  @Test
  void withoutItNothingOfItIsMade() {
    assertThat(Chart.render()).noneMatch(each -> each.name().contains("operator"));
  }

  @Test
  void theOperatorIsToldItsImageAndTheAccountsOfJobs() {
    assertThat(arguments(MANIFESTS))
        .containsExactly(
            "operator",
            "--image",
            "nessie-backup:" + Deployment.version(),
            "--service-account",
            "nessie-backup",
            "--listen",
            ":8081");
    JsonNode pod = deployment(MANIFESTS).at("/spec/template/spec");
    assertThat(pod.get("automountServiceAccountToken").asBoolean()).isTrue();
    assertThat(pod.at("/containers/0/resources/limits/memory").asString()).isEqualTo("256Mi");
    assertThat(pod.get("volumes").toString()).doesNotContain("secret", "persistentVolumeClaim");
  }

  @Test
  void namespacesAreNamedToItAndEachHasAccountsRolesAndPolicies() {
    List<Manifest> manifests =
        render(Map.of("operator.watchNamespaces[0]", "sales", "operator.watchNamespaces[1]", "hr"));

    assertThat(arguments(manifests))
        .containsSequence("--watch-namespace", "sales", "--watch-namespace", "hr");
    for (String namespace : List.of("sales", "hr")) {
      assertThat(manifests)
          .filteredOn(each -> each.content().at("/metadata/namespace").asString().equals(namespace))
          .extracting(Manifest::toString)
          .contains(
              "ServiceAccount \"nessie-backup\"",
              "ServiceAccount \"nessie-backup-restore\"",
              "Role \"nessie-backup-check\"",
              "Role \"nessie-backup-catalog-operator\"",
              "NetworkPolicy \"nessie-backup-database\"")
          .doesNotContain("ServiceAccount \"nessie-backup-operator\"");
    }
  }

  @Test
  void allNamespacesTakeAClusterRoleAndNoOtherMayBeNamedBesides() {
    List<Manifest> manifests = render(Map.of("operator.watchNamespaces[0]", "*"));

    assertThat(arguments(manifests)).contains("--all-namespaces");
    assertThat(manifests)
        .extracting(Manifest::toString)
        .contains("ClusterRole \"data-platform-nessie-backup-catalog-operator\"")
        .doesNotContain("Role \"nessie-backup-catalog-operator\"");
    assertThatThrownBy(
            () ->
                render(
                    Map.of(
                        "operator.watchNamespaces[0]", "*", "operator.watchNamespaces[1]", "hr")))
        .hasMessageContaining("operator.watchNamespaces: \"*\" is all");
  }

  @ParameterizedTest
  @CsvSource({
    "database.host, pg, NessieCatalog",
    "database.password.secret, pg, NessieCatalog",
    "suspend, true, NessieCatalog",
    "service.enabled, true, NessieCatalog",
    "drill.enabled, true, NessieCatalog",
    "verifyFiles.enabled, true, NessieCatalog",
    "release.enabled, true, NessieCatalog",
    "vault.uri, s3://lake/sales, NessieVault",
    "keys.recipients[0], age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p,"
        + " NessieVault",
    "restore.enabled, true, NessieRestore"
  })
  void whatAResourceSaysIsRefusedWhereNobodyWouldHeedIt(String value, String given, String kind) {
    assertThatThrownBy(() -> render(Map.of(value, given)))
        .hasMessageContaining(value.replace("[0]", "") + ": with operator.enabled")
        .hasMessageContaining(kind);
  }

  @Test
  void networkPoliciesAreOfThePodsOfAllCatalogs() {
    assertThat(MANIFESTS)
        .filteredOn(each -> each.kind().equals("NetworkPolicy"))
        .filteredOn(each -> !each.name().endsWith("-operator"))
        .hasSize(4)
        .allSatisfy(
            policy ->
                assertThat(policy.content().at("/spec/podSelector/matchLabels").toString())
                    .contains("\"app.kubernetes.io/name\":\"nessie-backup\"")
                    .doesNotContain("instance"));
  }

  @ParameterizedTest
  @CsvSource({
    "watch,  nessie-backup.org/nessiecatalogs, ''",
    "patch,  nessie-backup.org/nessierestores/status, back",
    "patch,  nessie-backup.org/nessierestores, back",
    "create, batch/jobs, ''",
    "patch,  batch/cronjobs, nessie-backup",
    "list,   /pods, ''",
    "create, /persistentvolumeclaims, ''",
    "patch,  apps/deployments, sales-nessie-backup-service",
    "create, /events, ''",
    "update, coordination.k8s.io/leases, nessie-backup-operator"
  })
  void theOperatorMayMakeWhatACatalogNeeds(String verb, String resource, String name) {
    assertThat(OPERATOR.allow(verb, resource, name)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "get,    /secrets, nessie-postgres-app",
    "list,   /secrets, ''",
    "create, nessie-backup.org/nessierestores, ''",
    "delete, nessie-backup.org/nessiecatalogs, sales",
    "patch,  nessie-backup.org/nessiecatalogs, sales",
    "delete, batch/jobs, sales-nessie-backup-28",
    "patch,  batch/jobs, sales-nessie-backup-28",
    "get,    /configmaps, nessie",
    "delete, /persistentvolumeclaims, nessie-backup",
    "patch,  /persistentvolumeclaims, nessie-backup",
    "create, /pods/exec, nessie-1",
    "create, /pods, ''",
    "delete, /pods, nessie-1",
    "create, /serviceaccounts, ''",
    "create, rbac.authorization.k8s.io/roles, ''",
    "patch,  apps/deployments/scale, nessie",
    "patch,  apps/statefulsets, nessie",
    "update, coordination.k8s.io/leases, other"
  })
  void theOperatorMayDoNothingElse(String verb, String resource, String name) {
    assertThat(OPERATOR.allow(verb, resource, name)).isFalse();
    assertThat(OPERATOR.haveWildcards()).isFalse();
  }

  @Test
  void jobsOfAllCatalogsMayStopAndStartTheWorkloadsThatAreNamed() {
    List<Manifest> manifests =
        render(Map.of("nessie.workloads[0]", "nessie-sales", "nessie.workloads[1]", "nessie-hr"));
    GrantedRules restore = GrantedRules.of("nessie-backup-restore", manifests);

    assertThat(restore.allow("update", "apps/deployments/scale", "nessie-sales")).isTrue();
    assertThat(restore.allow("patch", "apps/statefulsets", "nessie-hr")).isTrue();
    assertThat(
            restore.allow(
                "update", "coordination.k8s.io/leases", "nessie-backup-deployment-nessie-hr"))
        .isTrue();
    assertThat(restore.allow("patch", "apps/deployments", "nessie")).isFalse();
    assertThat(
            GrantedRules.of("nessie-backup-restore", MANIFESTS)
                .allow("patch", "apps/deployments", "nessie"))
        .isTrue();
  }

  @Test
  void aCheckReadsTheSecretsThatAreNamed() {
    GrantedRules check =
        GrantedRules.of(
            "nessie-backup-check", render(Map.of("operator.databaseSecrets[0]", "sales-app")));

    assertThat(check.allow("get", "/secrets", "sales-app")).isTrue();
    assertThat(check.allow("get", "/secrets", "nessie-backup-host-key")).isTrue();
    assertThat(check.allow("get", "/secrets", "nessie-backup-identity")).isFalse();
    assertThat(check.allow("get", "batch/cronjobs", "sales-nessie-backup")).isTrue();
  }

  @Test
  void metricsAreScrapedWithTheNamespaceOfTheResource() {
    JsonNode monitor =
        render(Map.of("operator.podMonitor.enabled", "true")).stream()
            .filter(each -> each.kind().equals("PodMonitor"))
            .findFirst()
            .orElseThrow()
            .content();

    assertThat(monitor.at("/spec/podMetricsEndpoints/0/honorLabels").asBoolean()).isTrue();
  }

  @Test
  void notesSayHowKindsAreUpgraded() {
    Map<String, String> settings =
        Map.of("operator.enabled", "true", "database.host", "", "database.password.secret", "");

    assertThat(Chart.notes(settings))
        .contains("kubectl apply --server-side -f deploy/helm/nessie-backup/crds")
        .doesNotContain("cronjob/");
  }
}
