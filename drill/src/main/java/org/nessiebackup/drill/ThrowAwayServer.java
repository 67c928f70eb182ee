package org.nessiebackup.drill;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CancellationException;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;

/** A PostgreSQL that is started for one drill. */
final class ThrowAwayServer implements AutoCloseable {
  static final String DATABASE = "drill";
  static final String SCHEMA = "nessie";

  private final PostgresServer server;

  private ThrowAwayServer(PostgresServer server) {
    this.server = server;
  }

  /**
   * Starts a server with an empty database.
   *
   * @param folder where its files are kept
   * @throws BackupException {@link Failure#DATABASE} with the end of its log if it does not start
   */
  static ThrowAwayServer start(Source source, Path folder) {
    try {
      PostgresOptions options =
          PostgresOptions.defaults()
              .withMajorVersion(version(source, new TreeSet<>(PostgresServer.available())))
              // Nobody wants these rows after a crash, and loading waits for nothing then.
              .withSetting("synchronous_commit", "off")
              .withSetting("wal_level", "minimal")
              .withSetting("max_wal_senders", "0");
      PostgresServer server = PostgresServer.start(options, folder);
      try {
        server.createDatabase(DATABASE);
        return new ThrowAwayServer(server);
      } catch (SQLException | RuntimeException e) {
        server.close();
        throw e;
      }
    } catch (CancellationException e) {
      // Somebody has asked to stop in just this moment.
      throw Cancellation.interrupted(e);
    } catch (SQLException | IllegalStateException | UncheckedIOException e) {
      throw Failure.DATABASE.exception(
          "no throw-away PostgreSQL can be started: " + said(e),
          "It needs room in \"%s\" (--work-folder names another place) which others may enter if you are root, and an account with a name; --target-jdbc-url restores into a server of yours."
              .formatted(folder.getParent()),
          e);
    }
  }

  private static String said(Exception error) {
    String why = error.getCause() == null ? "" : ": " + error.getCause().getMessage();
    return String.join(" ", (error.getMessage() + why).strip().split("\\s*\n\\s*"));
  }

  /** That of the backup's server; or else the next newer one that is here; or the newest. */
  static int version(Source source, NavigableSet<Integer> available) {
    if (available.isEmpty()) {
      throw new IllegalStateException("there are no programs for this kind of machine");
    }
    Optional<Integer> wanted =
        switch (source) {
          case Source.Server from -> Optional.of(from.serverVersionNumber() / 10000);
          case Source.Dump dump -> Optional.empty();
        };
    return wanted
        .flatMap(major -> Optional.ofNullable(available.ceiling(major)))
        .orElseGet(available::last);
  }

  ConnectionSettings settings(String applicationName) {
    return new ConnectionSettings(
        server.jdbcUrl(DATABASE), Optional.of(server.user()), Optional.empty(), applicationName);
  }

  /** Ends it and deletes its data. */
  @Override
  public void close() {
    try {
      server.close();
    } catch (IllegalStateException | UncheckedIOException e) {
      throw Failure.DATABASE.exception(
          "the throw-away PostgreSQL cannot be removed: " + said(e), null, e);
    }
  }
}
