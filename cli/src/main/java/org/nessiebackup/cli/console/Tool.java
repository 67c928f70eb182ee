package org.nessiebackup.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;

/** Name and version of this program. */
public final class Tool {
  /** What users type. */
  public static final String NAME = "nessie-backup";

  private static final Properties BUILD = read();

  private Tool() {}

  /** The version, such as {@code 0.1.0}. */
  public static String version() {
    return BUILD.getProperty("version");
  }

  /** Whether it was built for a release or while it is worked on. */
  public static String build() {
    return told("build").orElse("development");
  }

  /** The commit it was built from, with {@code -dirty} after it if something was changed since. */
  public static Optional<String> commit() {
    return told("commit");
  }

  /** When that commit was made, in UTC. */
  public static Optional<String> commitTime() {
    return told("commit-time");
  }

  /** What the build has filled in; it knows no commit outside of Git. */
  private static Optional<String> told(String name) {
    return Optional.ofNullable(BUILD.getProperty(name))
        .filter(value -> !value.isEmpty() && !value.startsWith("$"));
  }

  /** Name and version in one word, as backups and servers remember it. */
  public static String nameAndVersion() {
    return NAME + " " + version();
  }

  private static Properties read() {
    try (InputStream in = Tool.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own version cannot be read", e);
    }
  }
}
