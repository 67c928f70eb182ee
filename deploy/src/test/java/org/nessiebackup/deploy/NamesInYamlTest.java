package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Secret may be called "n", which is a truth value to YAML. */
class NamesInYamlTest {
  /** All names that a chart's user chooses. */
  private static String values(String name, String uri) {
    return """
    fullnameOverride: "%1$s"
    image: {pullSecrets: ["%1$s"]}
    database:
      name: "%1$s"
      user: "%1$s"
      schema: "%1$s"
      password: {secret: "%1$s", key: "%1$s"}
      authority: {secret: "%1$s", key: "%1$s"}
    vault:
      uri: "%2$s"
      claim: {name: "%1$s", storageClass: "%1$s"}
      credentials: {secret: "%1$s"}
    keys:
      recipients: [age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p]
      hostKey: {secret: "%1$s", key: "%1$s"}
      identity: {secret: "%1$s", key: "%1$s"}
    backup: {arguments: [--tag, "%1$s"]}
    verify: {full: true}
    check: {kubernetes: true, runBackup: true}
    drill: {enabled: true}
    verifyFiles:
      enabled: true
      nessieProperties: {configMap: "%1$s", key: "%1$s"}
      credentials: {secret: "%1$s", keys: [LAKE_NAME]}
    rbac: {storageClasses: true}
    restore:
      enabled: true
      kubernetes: true
      user: "%1$s"
      password: {secret: "%1$s", key: "%1$s"}
    pod:
      priorityClassName: "%1$s"
      labels: {team: "%1$s"}
      annotations: {team: "%1$s"}
      nodeSelector: {disk: "%1$s"}
      environment: {NAME: "%1$s"}
    monitoring:
      notify: {secret: "%1$s", key: "%1$s"}
      heartbeat: {secret: "%1$s", key: "%1$s"}
    nessie: {workload: "%1$s", cronJobs: ["%1$s"]}
    """
        .formatted(name, uri);
  }

  /** With more behind it, it is a word. */
  private static final String SUFFIXED = "{{ include \"nessie-backup.name\" . }}-";

  private @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"n", "y", "on", "no", "null", "true", "1234", "1e3", "0x1f"})
  void aNameIsANameWhateverItIsToYaml(String name) throws IOException {
    for (String uri : List.of("", "s3://lake-backups/nessie")) {
      Path values = folder.resolve("values.yaml");
      Files.writeString(values, values(name, uri));

      List<Manifest> manifests = Chart.render(values, name);

      assertThat(manifests).hasSizeGreaterThan(15);
      Pattern bare =
          Pattern.compile("(?m)(?:[:,\\[]|^ *-) *%s *(?:$|[,\\]])".formatted(Pattern.quote(name)));
      for (Manifest manifest : manifests) {
        List<String> found =
            manifest.text().lines().filter(line -> bare.matcher(line).find()).toList();
        // What Kubernetes itself asks for as a truth value is none of ours.
        if (!name.equals("true")) {
          assertThat(found).as("%s", manifest).isEmpty();
        }
        assertThat(KubernetesSchema.violation(manifest.content())).as("%s", manifest).isEmpty();
      }
    }
  }

  private static boolean isTemplate(Path file) {
    return Files.isRegularFile(file) && !file.toString().endsWith(".txt");
  }

  /** The list above may miss one; this misses none. */
  @Test
  void everyTemplateQuotesWhatItFillsIn() throws IOException {
    Pattern filled = Pattern.compile("(?:[:\\[,] ?|^ *- )\\{\\{ ([^{}]+) }}");
    Pattern safe = Pattern.compile("\\b(?:quote|toJson|toYaml|nindent|int|not)\\b");
    List<String> bare = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Chart.folder().resolve("templates"))) {
      for (Path file : files.filter(NamesInYamlTest::isTemplate).toList()) {
        for (String line : Files.readAllLines(file)) {
          if (filled.matcher(line).results().anyMatch(each -> !safe.matcher(each.group(1)).find())
              && !line.contains(SUFFIXED)) {
            bare.add(file.getFileName() + ": " + line.strip());
          }
        }
      }
    }
    assertThat(bare).isEmpty();
  }
}
