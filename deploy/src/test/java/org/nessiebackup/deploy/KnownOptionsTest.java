package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.cli.Main;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/** The chart and the program speak of the same options. */
class KnownOptionsTest {
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+");

  @ParameterizedTest
  @ValueSource(strings = {"everything", "service"})
  void optionsOfJobsAreOptionsOfTheirCommands(String values) {
    for (Manifest manifest : Chart.render(Deployment.values(values))) {
      manifest
          .pod()
          .ifPresent(
              pod -> {
                List<String> words =
                    pod.at("/spec/containers/0/args")
                        .valueStream()
                        .map(JsonNode::asString)
                        .toList();
                Set<String> known = options(words.getFirst());
                assertThat(known)
                    .as("%s", words)
                    .containsAll(words.stream().filter(word -> word.startsWith("--")).toList());
              });
    }
  }

  @Test
  void variablesOfJobsAreOptionsOfSomeCommand() {
    Set<String> known = new TreeSet<>();
    for (String command :
        List.of(
            "init", "backup", "prune", "verify", "status", "check", "drill", "restore", "undo")) {
      known.addAll(options(command));
    }
    Set<String> variables =
        known.stream().map(KnownOptionsTest::variable).collect(Collectors.toSet());
    // They are no options: they say who has started a job.
    variables.addAll(List.of("NESSIE_BACKUP_JOB", "NESSIE_BACKUP_CRON_JOB"));

    for (Manifest manifest : Chart.render(Deployment.values("everything"))) {
      Matcher name = Pattern.compile("NESSIE_BACKUP_[A-Z_]+").matcher(manifest.text());
      while (name.find()) {
        // Some are named together with their command.
        assertThat(variables)
            .as("%s", manifest)
            .contains(name.group().replaceFirst("_[A-Z]+__", "_"));
      }
    }
  }

  /** Users are read after everything else was accepted, and there are none here. */
  @Test
  void theServiceAcceptsAllThatTheChartTellsIt(@TempDir Path folder) throws Exception {
    List<Manifest> manifests =
        Chart.render(
            Map.of(
                "service.enabled", "true",
                "service.auth", "basic",
                "service.identity", "true",
                "service.maxAge", "20m",
                "keys.trusted[0]", "0123456789abcdef".repeat(4)));
    Path settings =
        Files.writeString(
            folder.resolve("config.toml"),
            object(manifests, "ConfigMap").at("/data/config.toml").asString());
    String[] words =
        object(manifests, "Deployment")
            .at("/spec/template/spec/containers/0/args")
            .valueStream()
            .map(JsonNode::asString)
            .map(word -> word.endsWith("/config.toml") ? settings.toString() : word)
            .toArray(String[]::new);
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    Map<String, String> variables = Map.of("NESSIE_BACKUP_VAULT", folder.toString());

    Main.run(stream, stream, variables, InputStream.nullInputStream(), words);

    assertThat(err.toString(StandardCharsets.UTF_8)).startsWith("error: cannot read the users in ");
  }

  private static JsonNode object(List<Manifest> manifests, String kind) {
    return manifests.stream()
        .filter(each -> each.toString().equals(kind + " \"nessie-backup-service\""))
        .findFirst()
        .orElseThrow()
        .content();
  }

  /** What a command cannot do must not be on by itself, and what it can do should be. */
  @Test
  void kubernetesIsOnAsSoonAsTheCommandsKnowIt() throws Exception {
    JsonNode values =
        new YAMLMapper().readTree(Files.readString(Chart.folder().resolve("values.yaml")));

    for (String command : List.of("check", "restore")) {
      assertThat(values.at("/" + command + "/kubernetes").asBoolean())
          .as("%s.kubernetes", command)
          .isEqualTo(options(command).contains("--kubernetes"));
    }
  }

  private static String variable(String option) {
    return "NESSIE_BACKUP_" + option.substring(2).replace('-', '_').toUpperCase(Locale.ROOT);
  }

  /** All options of a command: those that its help names, and those of every command. */
  static Set<String> options(String command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    for (String topic : List.of(command, "monitoring")) {
      Main.run(stream, stream, Map.of(), InputStream.nullInputStream(), "help", topic);
    }
    Set<String> options = new HashSet<>();
    Matcher option = OPTION.matcher(out.toString(StandardCharsets.UTF_8));
    while (option.find()) {
      options.add(option.group());
    }
    return options;
  }
}
