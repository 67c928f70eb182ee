package org.nessiebackup.cli.warehouse;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.store.FileErrors;

/**
 * Settings of a Nessie server, as its own {@code application.properties} has them, which is also
 * what its chart puts into a ConfigMap; and as its pods have them in their environment, which wins.
 */
final class NessieSettings {
  private static final Pattern EXPRESSION = Pattern.compile("\\$\\{([^}:]+)(?::([^}]*))?}");

  private final Properties properties;
  private final Invocation invocation;

  private NessieSettings(Properties properties, Invocation invocation) {
    this.properties = properties;
    this.invocation = invocation;
  }

  /**
   * Reads the settings.
   *
   * @param file the properties; without one there is the environment only
   * @throws BackupException {@link Failure#USAGE} if it cannot be read
   */
  static NessieSettings read(Optional<Path> file, Invocation invocation) {
    Properties properties = new Properties();
    if (file.isPresent()) {
      try (Reader text = Files.newBufferedReader(file.get())) {
        properties.load(text);
      } catch (IOException | IllegalArgumentException e) {
        throw Failure.USAGE.exception(
            "cannot read Nessie's settings in \"%s\": %s"
                .formatted(file.get(), FileErrors.reason(e, file.get())),
            "Give its application.properties, such as that of the chart's ConfigMap.",
            e);
      }
    }
    return new NessieSettings(properties, invocation);
  }

  /** A setting; an empty one counts as unset. */
  Optional<String> value(String name) {
    return invocation
        .variable(name)
        .or(() -> invocation.variable(variable(name)))
        .or(() -> Optional.ofNullable(properties.getProperty(name)).map(this::resolved))
        .map(String::strip)
        .filter(value -> !value.isEmpty());
  }

  /** The names of settings that begin so, as far as they are written out. */
  Set<String> names(String prefix) {
    Set<String> names = new TreeSet<>(properties.stringPropertyNames());
    names.addAll(invocation.environment().keySet());
    names.removeIf(name -> !name.startsWith(prefix));
    return names;
  }

  /** The variable that Nessie reads a setting from. */
  private static String variable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }

  private String resolved(String value) {
    return EXPRESSION
        .matcher(value)
        .replaceAll(
            found ->
                Matcher.quoteReplacement(
                    value(found.group(1))
                        .or(() -> Optional.ofNullable(found.group(2)))
                        .orElse("")));
  }
}
