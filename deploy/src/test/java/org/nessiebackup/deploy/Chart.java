package org.nessiebackup.deploy;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The chart, in the hands of Helm itself. */
final class Chart {
  static final String NAMESPACE = "data-platform";
  private static final String KUBERNETES = "1.27.0";
  private static final String SOURCE = "# Source: nessie-backup/templates/";

  private Chart() {}

  static Path folder() {
    return Deployment.home().resolve("helm/nessie-backup");
  }

  static LintResult lint() {
    return new Helm(folder()).lint().strict().call();
  }

  /** Renders with the values of the chart. */
  static List<Manifest> render() {
    return render(Map.of());
  }

  /** Renders with single values changed. */
  static List<Manifest> render(Map<String, String> settings) {
    return documents(text(Optional.empty(), settings));
  }

  /** Renders with a file of values. */
  static List<Manifest> render(Path values) {
    return documents(text(Optional.of(values), Map.of()));
  }

  /** Renders into another namespace, with a file of values. */
  static List<Manifest> render(Path values, String namespace) {
    return documents(
        new Helm(folder())
            .template()
            .withName("nessie-backup")
            .withNamespace(namespace)
            .withKubeVersion(KUBERNETES)
            .withValuesFile(values)
            .call());
  }

  private static String text(Optional<Path> values, Map<String, String> settings) {
    TemplateCommand command =
        new Helm(folder())
            .template()
            .withName("nessie-backup")
            .withNamespace(NAMESPACE)
            .withKubeVersion(KUBERNETES);
    values.ifPresent(command::withValuesFile);
    settings.forEach(command::set);
    return command.call();
  }

  private static List<Manifest> documents(String text) {
    List<Manifest> documents = new ArrayList<>();
    for (String part : text.split("(?m)^---\n", -1)) {
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
