package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.marcnuri.helm.LintResult;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The chart under Helm's own eyes and under those of the API's schemas. */
class ChartTest {
  @Test
  void helmFindsNothingToComplainOf() {
    LintResult result = Chart.lint();

    assertThat(result.isFailed()).as("%s", result.getMessages()).isFalse();
    assertThat(result.getMessages())
        .allMatch(message -> message.contains("icon is recommended"), "about nothing but an icon");
  }

  @Test
  void theChartHasTheVersionOfTheProgram() throws Exception {
    JsonNode chart =
        new YAMLMapper().readTree(Files.readString(Chart.folder().resolve("Chart.yaml")));

    assertThat(chart.get("version").asString()).isEqualTo(Deployment.version());
    assertThat(chart.get("appVersion").asString()).isEqualTo(Deployment.version());
  }

  @ParameterizedTest
  @ValueSource(strings = {"defaults", "bucket", "existing", "open", "everything", "unencrypted"})
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

  @Test
  void suspendedNoJobStartsByItself() {
    assertThat(suspended(Map.of("suspend", "true"))).hasSizeGreaterThan(5).containsOnly(true);
    // The vault is never made by itself.
    assertThat(suspended(Map.of())).containsOnlyOnce(true);
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
