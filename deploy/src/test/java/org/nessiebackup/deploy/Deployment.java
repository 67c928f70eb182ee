package org.nessiebackup.deploy;

import java.nio.file.Path;

/** Where this module's files are, and how the build was called. */
final class Deployment {
  private Deployment() {}

  /** The folder {@code deploy} of the checkout. */
  static Path home() {
    return Path.of(property("deploy.home")).toAbsolutePath().normalize();
  }

  /** A file of values that tests render with. */
  static Path values(String name) {
    return home().resolve("src/test/resources/values").resolve(name + ".yaml");
  }

  /** What is laid over the definitions of our kinds, by the name of a file. */
  static Path definition(String name) {
    return home().resolve("src/test/resources/crds").resolve(name + ".yaml");
  }

  /** The version of the program. */
  static String version() {
    return property("deploy.version");
  }

  /** Whether files made from the chart are to be written anew. */
  static boolean isRewriting() {
    return Boolean.parseBoolean(property("deploy.rewrite"));
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
}
