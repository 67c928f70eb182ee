package org.nessiebackup.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files in {@code deploy/manifests}: what the chart renders with the names of the runbook, for
 * kubectl, and the alerts in {@code deploy/monitoring}. What is to be created by hand is in a
 * folder of its own, so that nobody applies it with the rest.
 */
final class PlainManifests {
  private static final String HEADER =
      "# Rendered from deploy/helm/nessie-backup with values-runbook.yaml; change those instead.\n";

  private static final String ALERTS = "../monitoring/prometheus-rules.yaml";

  private PlainManifests() {}

  static Path folder() {
    return Deployment.home().resolve("manifests");
  }

  /** Names of files, below the folder, with what they are to hold. */
  static Map<String, String> rendered() {
    Map<String, String> files = new TreeMap<>();
    for (Manifest manifest :
        Chart.render(
            Map.of(
                "restore.enabled", "true",
                "drill.enabled", "true",
                "release.enabled", "true",
                "verifyFiles.enabled", "true",
                "monitoring.prometheusRule.enabled", "true"))) {
      if (manifest.source().startsWith("tests/")) {
        continue;
      }
      String file = file(manifest);
      String text = withoutHelm(manifest.text());
      files.merge(file, HEADER + text, (first, next) -> first + "---\n" + text);
    }
    String list =
        files.keySet().stream()
            .filter(file -> !file.contains("/"))
            .map(file -> "  - " + file + "\n")
            .collect(Collectors.joining());
    files.put(
        "kustomization.yaml",
        HEADER
            + "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nnamespace: "
            + "%s\nresources:\n%s".formatted(Chart.NAMESPACE, list));
    return files;
  }

  private static String file(Manifest manifest) {
    if (manifest.kind().equals("PrometheusRule")) {
      return ALERTS;
    }
    boolean wanted =
        Set.of(
                "restore-job.yaml",
                "drill-cronjob.yaml",
                "release-cronjob.yaml",
                "verify-files-cronjob.yaml")
            .contains(manifest.source());
    return wanted ? "by-hand/" + manifest.source() : manifest.source();
  }

  /** What kubectl applies is not managed by Helm, and must not say so. */
  private static String withoutHelm(String text) {
    return text.replaceAll("(?m)^ *(helm\\.sh/chart|app\\.kubernetes\\.io/managed-by): .*\n", "");
  }

  /** What the files hold now. */
  static Map<String, String> written() throws IOException {
    Map<String, String> files = new TreeMap<>();
    for (Path file : files()) {
      files.put(folder().relativize(file).toString(), Files.readString(file));
    }
    return files;
  }

  /** Writes them anew. */
  static void rewrite() throws IOException {
    for (Path file : files()) {
      Files.delete(file);
    }
    rendered()
        .forEach(
            (name, text) -> {
              Path file = folder().resolve(name);
              try {
                Files.createDirectories(file.getParent());
                Files.writeString(file, text);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  private static List<Path> files() throws IOException {
    if (!Files.isDirectory(folder())) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder())) {
      return Stream.concat(
              files.filter(file -> file.toString().endsWith(".yaml")),
              Stream.of(folder().resolve(ALERTS).normalize()).filter(Files::exists))
          .toList();
    }
  }
}
