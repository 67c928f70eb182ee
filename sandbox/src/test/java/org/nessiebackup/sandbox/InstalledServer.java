package org.nessiebackup.sandbox;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server from an installation of the machine, which can do what the ones on the class path can't,
 * such as compress with lz4.
 */
public final class InstalledServer {

  private static final Pattern VERSION = Pattern.compile("PostgreSQL\\)? (\\d+)");

  private InstalledServer() {}

  /**
   * Starts one with an empty cluster.
   *
   * @param installation the folder that has {@code bin} with {@code postgres} and {@code initdb}
   * @param options their version is the installation's, whatever they say
   */
  public static PostgresServer start(Path installation, PostgresOptions options) {
    String says =
        ServerProgram.run(
            List.of(installation.resolve("bin/postgres").toString(), "--version"), installation);
    Matcher version = VERSION.matcher(says);
    if (!version.find()) {
      throw new IllegalStateException(
          "\"%s\" is no PostgreSQL: it says %s".formatted(installation, says));
    }
    try {
      return PostgresServer.start(
          Integer.parseInt(version.group(1)), installation, options, ServerFolder.create());
    } catch (IOException failure) {
      throw new UncheckedIOException("The PostgreSQL server can't be set up", failure);
    }
  }
}
