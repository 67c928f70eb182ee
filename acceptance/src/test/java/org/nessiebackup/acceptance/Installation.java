package org.nessiebackup.acceptance;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What the build has made, as users get it. */
public final class Installation {
  private Installation() {}

  /** The checkout. */
  public static Path home() {
    return Path.of(property("acceptance.home")).toAbsolutePath().normalize();
  }

  /** The launcher of the distribution. */
  public static Path launcher() {
    return existing(home().resolve("dist/target/nessie-backup/bin/nessie-backup"));
  }

  /** The real Nessie server, as a jar that runs. */
  public static Path nessie() {
    return existing(Path.of(property("acceptance.nessie")));
  }

  /** The Java that runs these tests. */
  public static Path java() {
    return Path.of(System.getProperty("java.home"), "bin", "java");
  }

  /**
   * The same for Nessie, with an archive of its classes beside its jar: the first one that ends in
   * good order makes it, and those after it start in half the time. One that does not fit, or is
   * not whole yet, is passed over.
   */
  static List<String> javaOfNessie() {
    return List.of(
        java().toString(),
        "-XX:+AutoCreateSharedArchive",
        "-XX:SharedArchiveFile=" + nessie().resolveSibling("nessie.jsa"),
        "-Xlog:disable");
  }

  private static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(
          "The property \"%s\" is set by the build: start these tests by mvn verify"
              .formatted(name));
    }
    return value;
  }

  private static Path existing(Path file) {
    if (!Files.exists(file)) {
      throw new IllegalStateException(
          "\"%s\" is missing: start these tests by mvn verify".formatted(file));
    }
    return file;
  }
}
