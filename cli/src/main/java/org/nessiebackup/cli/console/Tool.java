package org.nessiebackup.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Name and version of this program. */
public final class Tool {
  /** What users type. */
  public static final String NAME = "nessie-backup";

  private static final String VERSION = readVersion();

  private Tool() {}

  /** The version, such as {@code 0.1.0}. */
  public static String version() {
    return VERSION;
  }

  /** Name and version in one word, as backups and servers remember it. */
  public static String nameAndVersion() {
    return NAME + " " + VERSION;
  }

  private static String readVersion() {
    try (InputStream in = Tool.class.getResourceAsStream("version.properties")) {
      Properties properties = new Properties();
      properties.load(in);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException("the program's own version cannot be read", e);
    }
  }
}
