package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.nessiebackup.sandbox.InstalledServer;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;

/** Which PostgreSQL to measure with. */
sealed interface ServerChoice {
  /** The newest installation of this machine, or the embedded one if there is none. */
  record Newest() implements ServerChoice {}

  /**
   * An installation.
   *
   * @param folder that of its programs
   */
  record Installed(Path folder) implements ServerChoice {}

  /**
   * The one that tests use.
   *
   * @param version its major version; empty means the newest
   */
  record Embedded(OptionalInt version) implements ServerChoice {}

  static ServerChoice of(GivenWords given) {
    Optional<Path> programs = given.path("--server-bin");
    Optional<String> embedded = given.option("--embedded");
    if (programs.isPresent() && embedded.isPresent()) {
      throw new IllegalArgumentException("either --server-bin or --embedded");
    }
    if (embedded.isPresent()) {
      return new Embedded(
          embedded.get().isEmpty() ? OptionalInt.empty() : new GivenWords(embedded.get()).number());
    }
    return programs.isPresent() ? new Installed(programs.get()) : new Newest();
  }

  /** The folder with the programs of an installation. */
  default Optional<Path> programs() {
    return switch (this) {
      case Newest newest -> Programs.newestServer();
      case Installed installed -> Optional.of(installed.folder());
      case Embedded embedded -> Optional.empty();
    };
  }

  /** Starts it. */
  default PostgresServer start(PostgresOptions options) {
    OptionalInt version =
        this instanceof Embedded embedded ? embedded.version() : OptionalInt.empty();
    PostgresOptions wanted =
        version.isPresent() ? options.withMajorVersion(version.getAsInt()) : options;
    return programs()
        .map(folder -> InstalledServer.start(folder.toAbsolutePath().getParent(), wanted))
        .orElseGet(() -> PostgresServer.start(wanted));
  }
}
