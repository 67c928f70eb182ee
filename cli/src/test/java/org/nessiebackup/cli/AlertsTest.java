package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.testing.Promtool;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The rules and the dashboard in deploy/monitoring, and the documents that belong to them. */
@Timeout(300)
class AlertsTest {
  private static final Path DEPLOYED = Path.of("..", "deploy", "monitoring");
  private static final String DASHBOARD = "../helm/nessie-backup/files/grafana-dashboard.json";
  private static final Pattern ALERT = Pattern.compile("(?m)^ +- alert: (\\w+)$");
  private static final Pattern OURS = Pattern.compile("nessie_backup[\\w:]*");
  private static final Pattern OTHERS = Pattern.compile("\\b(kube_|kubelet_)\\w+");

  /** What kube-state-metrics and the kubelet are known to write. */
  private static final Set<String> KNOWN =
      Set.of(
          "kube_cronjob_created",
          "kube_cronjob_spec_suspend",
          "kube_cronjob_status_last_successful_time",
          "kube_job_status_active",
          "kube_job_status_start_time",
          "kubelet_volume_stats_available_bytes",
          "kubelet_volume_stats_capacity_bytes",
          "kube_deployment_spec_replicas",
          "kube_deployment_status_replicas_available");

  private @TempDir Path folder;

  private static String read(String... path) throws IOException {
    return Files.readString(Path.of("..", path));
  }

  private static String rules() throws IOException {
    return Files.readString(DEPLOYED.resolve("prometheus-rules.yaml"));
  }

  private static Set<String> found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    Set<String> found = new TreeSet<>();
    while (matcher.find()) {
      found.add(matcher.groupCount() == 1 && pattern == ALERT ? matcher.group(1) : matcher.group());
    }
    return found;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "prometheus-rules.yaml",
        "prometheus-rules-test.yaml",
        "prometheus-rules-slow-test.yaml",
        DASHBOARD
      })
  void everyMetricThatIsAskedForExists(String file) throws IOException {
    String text = Files.readString(DEPLOYED.resolve(file));
    Set<String> ours =
        Arrays.stream(Metric.values())
            .map(Metric::key)
            .collect(Collectors.toCollection(TreeSet::new));
    ours.add("nessie_backup:recovery_point:seconds");
    // The operator's.
    ours.add("nessie_backup_condition");

    assertThat(ours).containsAll(found(OURS, text)).hasSize(Metric.values().length + 2);
    assertThat(KNOWN).containsAll(found(OTHERS, text));
  }

  @ParameterizedTest
  @EnumSource
  void everyMetricIsDocumented(Metric metric) throws IOException {
    String labels =
        metric.labels().isEmpty()
            ? "–"
            : metric.labels().stream().map("`%s`"::formatted).collect(Collectors.joining(", "));

    assertThat(read("docs", "monitoring.md"))
        .contains("\n| `%s` | %s | %s |".formatted(metric.key(), labels, metric.help()));
  }

  @Test
  void everyAlertSaysHowBadItIsWhatItMeansAndWhereToReadOn() throws IOException {
    String document = read("docs", "alerts.md");
    Set<String> alerts = found(ALERT, rules());
    assertThat(alerts).hasSizeGreaterThan(10);
    for (String alert : alerts) {
      String rule = rules().split("- alert: " + alert + "\n", -1)[1].split("- alert: ", -1)[0];

      assertThat(rule)
          .as(alert)
          .containsPattern("severity: (critical|warning)\n")
          .contains("summary: ", "description: ")
          .contains("/docs/alerts.md#" + alert.toLowerCase(Locale.ROOT) + "\n");
      assertThat(document).contains("\n## " + alert + "\n");
    }
    assertThat(found(Pattern.compile("(?m)^## \\w+$"), document)).hasSameSizeAs(alerts);
    for (String test : List.of("prometheus-rules-test.yaml", "prometheus-rules-slow-test.yaml")) {
      String tests = Files.readString(DEPLOYED.resolve(test));
      alerts.removeIf(alert -> tests.contains("alertname=\"" + alert + "\""));
    }
    assertThat(alerts).as("alerts that no unit test fires").isEmpty();
  }

  @Test
  void dashboardExplainsEachPanelAndAsksOneSource() throws IOException {
    JsonNode dashboard = JsonMapper.shared().readTree(DEPLOYED.resolve(DASHBOARD).toFile());
    assertThat(dashboard.path("panels")).hasSizeGreaterThan(10);
    for (JsonNode panel : dashboard.path("panels")) {
      assertThat(panel.path("title").asString()).isNotEmpty();
      if (panel.path("type").asString().equals("row")) {
        continue;
      }
      assertThat(panel.path("description").asString()).endsWith(".");
      assertThat(panel.path("datasource").path("uid").asString()).isEqualTo("${datasource}");
      if (!panel.path("type").asString().equals("alertlist")) {
        assertThat(panel.path("targets")).isNotEmpty();
      }
    }
    assertThat(
            dashboard.path("panels").valueStream().map(each -> each.path("id").asInt()).distinct())
        .hasSize(dashboard.path("panels").size());
  }

  @Test
  void prometheusAcceptsTheRules() throws Exception {
    promtool("check", "rules", plainRules().toString());
  }

  @Test
  void alertsFireWhenTheyShouldAndOnlyThen() throws Exception {
    testRules("prometheus-rules-test.yaml");
  }

  @Tag("thorough")
  @Test
  void alertsThatComeOfDaysFireWhenTheyShouldAndOnlyThen() throws Exception {
    testRules("prometheus-rules-slow-test.yaml");
  }

  private void testRules(String tests) throws Exception {
    plainRules();
    Path copy = folder.resolve(tests);
    Files.copy(DEPLOYED.resolve(tests), copy);
    promtool("test", "rules", copy.toString());
  }

  @Test
  void prometheusAcceptsTheExpressionsOfTheDashboard() throws Exception {
    StringBuilder rules = new StringBuilder("groups:\n  - name: dashboard\n    rules:\n");
    JsonNode dashboard = JsonMapper.shared().readTree(DEPLOYED.resolve(DASHBOARD).toFile());
    int number = 0;
    for (JsonNode target : dashboard.path("panels").findValues("targets")) {
      for (JsonNode each : target) {
        rules.append("      - record: panel:%d\n        expr: ".formatted(number++));
        rules.append(expression(each)).append('\n');
      }
    }
    for (JsonNode each : dashboard.at("/annotations/list")) {
      rules.append("      - record: panel:%d\n        expr: ".formatted(number++));
      rules.append(expression(each)).append('\n');
    }
    assertThat(number).isGreaterThan(20);
    promtool("check", "rules", Files.writeString(folder.resolve("d.yaml"), rules).toString());
  }

  /** A query of the dashboard with its variables filled in, as a quoted string. */
  private static String expression(JsonNode query) {
    return query.path("expr").toString().replaceAll("\\$(?:vault|namespace)", ".*");
  }

  /** The rules without the Kubernetes resource around them: what stands below "spec:". */
  private Path plainRules() throws IOException {
    String spec = rules().split("(?m)^spec:\n", -1)[1];
    return Files.writeString(folder.resolve("rules.yaml"), spec.replaceAll("(?m)^ {2}", ""));
  }

  private void promtool(String... arguments) throws Exception {
    Promtool.require();
    Promtool.run(folder, Optional.empty(), arguments);
  }
}
