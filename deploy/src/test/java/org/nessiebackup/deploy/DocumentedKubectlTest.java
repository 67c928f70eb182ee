package org.nessiebackup.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What documents do by kubectl, they do to objects that the manifests make, or speak of. */
class DocumentedKubectlTest {
  private static final List<Manifest> MANIFESTS =
      Chart.render(
          Map.of(
              "restore.enabled",
              "true",
              "drill.enabled",
              "true",
              "release.enabled",
              "true",
              "verifyFiles.enabled",
              "true"));
  private static final String ALL =
      MANIFESTS.stream().map(Manifest::text).collect(Collectors.joining("---\n"));

  /** In capitals: to be filled in. */
  private static final String NAME = "([a-z][a-z0-9-]+)";

  private static final List<String> LINES = new ArrayList<>();

  @BeforeAll
  static void read() throws IOException {
    Path home = Deployment.home().resolve("..").normalize();
    try (Stream<Path> documents = Files.walk(home.resolve("docs"))) {
      for (Path document : documents.filter(file -> file.toString().endsWith(".md")).toList()) {
        Files.readAllLines(document).stream()
            .filter(line -> line.contains("kubectl "))
            .forEach(LINES::add);
      }
    }
  }

  /** What a pattern's group finds in the lines with kubectl; never nothing. */
  private static Set<String> found(String pattern) {
    Set<String> found =
        LINES.stream()
            .flatMap(line -> Pattern.compile(pattern).matcher(line).results())
            .map(result -> result.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(found).as(pattern).isNotEmpty();
    return found;
  }

  private static List<String> names(String kind) {
    return MANIFESTS.stream()
        .filter(manifest -> manifest.kind().equals(kind))
        .map(Manifest::name)
        .toList();
  }

  @Test
  void cronJobsAreThere() {
    assertThat(names("CronJob"))
        .containsAll(found("cronjob/" + NAME))
        .containsAll(found("cronjob " + NAME));
  }

  @Test
  void jobsAreMadeBeforeTheyAreLookedAt() {
    assertThat(found("create job .*?--from=\\S+ " + NAME))
        .containsAll(found(" job/" + NAME))
        .containsAll(found("get job .*\\s" + NAME));
  }

  @Test
  void claimsAreThere() {
    assertThat(names("PersistentVolumeClaim")).containsAll(found("pvc " + NAME));
  }

  @Test
  void secretsAreThoseThatPodsMount() {
    for (String secret : found("secret (?:generic )?(?:-n \\S+ )?" + NAME)) {
      assertThat(ALL).contains("secretName: \"" + secret + "\"\n");
    }
  }

  @Test
  void labelsAreThoseOfPodsOrOfNessie() {
    Set<String> labels = new TreeSet<>();
    labels.add("app.kubernetes.io/name=nessie");
    for (Manifest manifest : MANIFESTS) {
      manifest
          .pod()
          .ifPresent(
              pod ->
                  pod.at("/metadata/labels")
                      .properties()
                      .forEach(
                          label -> labels.add(label.getKey() + "=" + label.getValue().asString())));
    }
    assertThat(labels).containsAll(found("-l (\\S+?)[`\\s]"));
  }

  @Test
  void theNamespaceIsTheOneOfTheManifests() {
    assertThat(found("-n " + NAME)).containsExactly(Chart.NAMESPACE);
  }

  @Test
  void theWorkloadIsTheOneThatARestoreMayStop() {
    JsonNode role =
        MANIFESTS.stream()
            .filter(manifest -> manifest.toString().equals("Role \"nessie-backup-restore\""))
            .findFirst()
            .orElseThrow()
            .content();
    for (String name : found("scale deployment (?:-n \\S+ )?" + NAME)) {
      assertThat(role.get("rules").toString()).contains("\"resourceNames\":[\"" + name + "\"]");
    }
  }

  @Test
  void filesAreThere() {
    Path home = Deployment.home().resolve("..").normalize();
    for (String file : found("(deploy/(?:helm|image|manifests|monitoring)\\b[-a-z/.]*[a-z])")) {
      assertThat(home.resolve(file)).exists();
    }
  }
}
