package org.nessiebackup.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.InstallCommand;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The chart, in the hands of Helm itself. */
final class Chart {
  static final String NAMESPACE = "data-platform";
  static final String NAME = "nessie-backup";
  private static final String KUBERNETES = "1.27.0";
  private static final String SOURCE = "# Source: nessie-backup/templates/";

  private Chart() {}

  static Path folder() {
    return Deployment.home().resolve("helm/nessie-backup");
  }

  static LintResult lint() {
    return new Helm(folder()).lint().strict().call();
  }

  /** The names of the runbook, which most tests render with. */
  static Path runbook() {
    return folder().resolve("values-runbook.yaml");
  }

  /** Renders with the names of the runbook. */
  static List<Manifest> render() {
    return render(Map.of());
  }

  /** Renders with single values changed. */
  static List<Manifest> render(Map<String, String> settings) {
    return documents(command(folder(), NAME, List.of(runbook()), settings));
  }

  /** Renders with a file of values behind the names of the runbook. */
  static List<Manifest> render(Path values) {
    return render(values, NAMESPACE);
  }

  /** Renders into another namespace, with a file of values behind the names of the runbook. */
  static List<Manifest> render(Path values, String namespace) {
    return documents(
        command(folder(), NAME, List.of(runbook(), values), Map.of()).withNamespace(namespace));
  }

  /** Renders a release of any name with the chart's own values and single ones changed. */
  static List<Manifest> renderNeutral(String release, Map<String, String> settings) {
    return documents(command(folder(), release, List.of(), settings));
  }

  /** What Helm tells who installs with the names of the runbook and single values changed. */
  static String notes(Map<String, String> settings) {
    InstallCommand command =
        new Helm(folder())
            .install()
            .clientOnly()
            .dryRun()
            .withName(NAME)
            .withNamespace(NAMESPACE)
            .withKubeVersion(KUBERNETES)
            .withValuesFile(runbook());
    settings.forEach(command::set);
    return command.call().getOutput().split("(?m)^NOTES:$", 2)[1];
  }

  /** Renders a copy of the chart in a folder, in which what Helm runs as a test is an object. */
  static List<Manifest> renderWithoutHooks(Path copy) throws IOException {
    try (Stream<Path> files = Files.walk(folder())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(folder().relativize(file).toString());
        Files.createDirectories(target.getParent());
        Files.writeString(target, Files.readString(file).replaceAll("(?m)^ *helm.sh/hook.*\n", ""));
      }
    }
    return documents(command(copy, NAME, List.of(runbook()), Map.of()));
  }

  private static TemplateCommand command(
      Path chart, String release, List<Path> values, Map<String, String> settings) {
    TemplateCommand command =
        new Helm(chart)
            .template()
            .withName(release)
            .withNamespace(NAMESPACE)
            .withKubeVersion(KUBERNETES);
    values.forEach(command::withValuesFile);
    settings.forEach(command::set);
    return command;
  }

  private static List<Manifest> documents(TemplateCommand command) {
    List<Manifest> documents = new ArrayList<>();
    for (String part : command.call().split("(?m)^---\n", -1)) {
      if (part.startsWith(SOURCE)) {
        int end = part.indexOf('\n');
        String yaml = part.substring(end + 1).stripTrailing() + "\n";
        documents.add(Manifest.of(part.substring(SOURCE.length(), end), yaml));
      } else if (!part.isBlank()) {
        throw new IllegalStateException("Helm has rendered what is of no template: " + part);
      }
    }
    return documents;
  }
}
