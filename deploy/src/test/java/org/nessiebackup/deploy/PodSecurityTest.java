package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a pod of ours may do, and what it is given. */
class PodSecurityTest {
  private static final String[] ALL = {
    "defaults", "bucket", "existing", "open", "everything", "unencrypted", "service"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {"defaults", "bucket", "existing", "open", "everything", "unencrypted", "service"})
  void everyPodKeepsTheRestrictedProfile(String values) {
    for (Manifest manifest : Chart.render(Deployment.values(values))) {
      manifest
          .pod()
          .ifPresent(
              pod -> assertThat(RestrictedProfile.violations(pod)).as("%s", manifest).isEmpty());
    }
  }

  @Test
  void theProfileSeesWhatIsAgainstIt() {
    JsonNode pod =
        Chart.render().stream().flatMap(each -> each.pod().stream()).findFirst().orElseThrow();
    ObjectNode bad = (ObjectNode) pod.deepCopy();
    ((ObjectNode) bad.get("spec")).put("hostNetwork", true);
    ((ObjectNode) bad.at("/spec/securityContext")).put("runAsUser", 0);
    ((ObjectNode) bad.at("/spec/containers/0/securityContext/capabilities")).remove("drop");
    ((ObjectNode) bad.at("/spec/volumes/0")).putObject("hostPath").put("path", "/");

    assertThat(RestrictedProfile.violations(bad))
        .containsExactlyInAnyOrder(
            "hostNetwork",
            "runs as root or as it likes",
            "capabilities that are not dropped",
            "a volume of type hostPath");
  }

  @Test
  void theIdentityIsGivenOnlyToWhatDecrypts() {
    assertThat(whoMounts("identity", "defaults")).isEmpty();
    assertThat(whoMounts("identity", "existing")).containsExactly("restore");
    assertThat(whoMounts("identity", "everything"))
        .containsExactly("drill", "restore", "verify", "verify-files");
    assertThat(whoMounts("identity", "unencrypted")).isEmpty();
    assertThat(whoMounts("identity", "service")).isEmpty();
  }

  @Test
  void theHostKeyIsGivenOnlyToWhatSigns() {
    for (String values : ALL) {
      assertThat(whoMounts("host-key", values))
          .isSubsetOf("backup", "check", "incremental", "init", "prune", "service", "verify-files")
          .contains("backup");
    }
  }

  @Test
  void thePasswordIsGivenOnlyToWhatReachesTheDatabase() {
    for (String values : ALL) {
      assertThat(whoMounts("database", values))
          .isSubsetOf("backup", "check", "incremental", "release", "restore", "service")
          .contains("backup");
    }
  }

  @Test
  void onlyPodsThatUseTheApiHaveAToken() {
    for (String values : ALL) {
      for (Manifest manifest : Chart.render(Deployment.values(values))) {
        manifest
            .pod()
            .ifPresent(
                pod ->
                    assertThat(pod.at("/spec/automountServiceAccountToken").asBoolean())
                        .as("%s", manifest)
                        .isEqualTo(
                            text(pod.at("/spec/containers/0/args")).stream()
                                .anyMatch(word -> word.endsWith("kubernetes"))));
      }
    }
  }

  @Test
  void secretsAreNeverPlainValues() {
    List<Manifest> manifests = Chart.render(Deployment.values("everything"));

    assertThat(manifests).noneMatch(manifest -> manifest.kind().equals("Secret"));
    for (Manifest manifest : manifests) {
      List<String> plain = new ArrayList<>();
      if (manifest.kind().equals("ConfigMap")) {
        plain.addAll(manifest.content().get("data").propertyNames());
      }
      manifest
          .pod()
          .ifPresent(
              pod ->
                  pod.at("/spec/containers/0/env")
                      .forEach(
                          variable -> {
                            if (variable.has("value")) {
                              plain.add(variable.get("name").asString());
                            }
                          }));
      assertThat(plain)
          .as("%s", manifest)
          .noneMatch(
              name ->
                  name.matches(
                      ".*(PASSWORD|SECRET|TOKEN|ACCESS_KEY|ACCESS_KEY_ID|NOTIFY|HEARTBEAT)"));
    }
    assertThat(manifests).noneMatch(manifest -> manifest.text().contains("AGE-SECRET-KEY"));
  }

  private static Set<String> whoMounts(String volume, String values) {
    Set<String> kinds = new TreeSet<>();
    for (Manifest manifest : Chart.render(Deployment.values(values))) {
      manifest
          .pod()
          .filter(
              pod ->
                  pod.at("/spec/volumes")
                      .valueStream()
                      .anyMatch(each -> each.get("name").asString().equals(volume)))
          .ifPresent(pod -> kinds.add(manifest.component()));
    }
    return kinds;
  }

  private static List<String> text(JsonNode words) {
    return words.valueStream().map(JsonNode::asString).toList();
  }
}
