package org.nessiebackup.kubernetes.check;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import org.nessiebackup.Failure;
import org.nessiebackup.Secret;

/** Where Nessie keeps its catalog, by its variables and its file of properties. */
final class NessieEnvironment {
  /** The file that Nessie's chart mounts. */
  static final String FILE = "application.properties";

  private static final List<String> IN_POSTGRES = List.of("JDBC", "JDBC2");

  private final JobEnvironment environment;
  private final Properties properties = new Properties();

  NessieEnvironment(JobEnvironment environment) {
    this.environment = environment;
    environment.files().forEach(this::load);
  }

  private void load(String path, Secret content) {
    if (path.endsWith("/" + FILE)) {
      try {
        properties.load(new StringReader(content.value()));
      } catch (IOException | IllegalArgumentException e) {
        throw Failure.NESSIE.exception(
            "\"%s\" of Nessie cannot be read as properties".formatted(path),
            "Correct it in Nessie's ConfigMap.",
            e);
      }
    }
  }

  /** A variable wins over the file; either form of its name will do. */
  private Optional<String> property(String name) {
    String variable = name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
    return environment
        .variable(name)
        .or(() -> environment.variable(variable))
        .or(() -> Optional.ofNullable(properties.getProperty(name)).map(String::strip));
  }

  /** The type of its version store; absent if it is nowhere said. */
  Optional<String> storeType() {
    return property("nessie.version.store.type");
  }

  static boolean isInPostgres(String storeType) {
    return IN_POSTGRES.contains(storeType.toUpperCase(Locale.ROOT));
  }

  /** The URL of its database; absent if it is nowhere said. */
  Optional<String> jdbcUrl() {
    String source = property("nessie.version.store.persist.jdbc.datasource").orElse("postgresql");
    return property("quarkus.datasource." + source + ".jdbc.url")
        .or(() -> property("quarkus.datasource.jdbc.url"))
        .filter(url -> url.startsWith("jdbc:postgresql:"));
  }
}
