package org.nessiebackup.cli.command;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.sandbox.StoreType;

/** What a vault sees in its life, in seconds, on a server that nobody else knows. */
final class BackupRehearsal {
  private static final String SCHEMA = "nessie";
  private static final CatalogShape CATALOG = CatalogShape.small();
  private static final CatalogShape GROWTH = CATALOG.withCommits(5).withoutMilestones();

  private final Path folder;
  private final Runner runner;

  /** With a folder for the vault and its keys, which somebody else removes. */
  BackupRehearsal(Path folder, Runner runner) {
    this.folder = folder;
    this.runner = runner;
  }

  /** Runs a command inside this process. */
  @FunctionalInterface
  interface Runner {
    /** The exit status. */
    int run(Map<String, String> environment, String... arguments);
  }

  /**
   * Takes a full backup and two incremental ones, looks at them in every way, and restores.
   *
   * @throws IllegalStateException if a command fails, or no server starts
   */
  void run() throws SQLException {
    try (PostgresServer server = PostgresServer.start()) {
      // Nobody else may be connected when a catalog is restored.
      try (Connection connection = server.connect()) {
        SampleCatalog.create(connection, SCHEMA, StoreType.JDBC2, CATALOG);
      }
      Map<String, String> environment =
          Map.of(
              "NESSIE_BACKUP_VAULT", folder.resolve("vault").toString(),
              "XDG_CONFIG_HOME", folder.resolve("keys").toString(),
              "NESSIE_BACKUP_JDBC_URL", server.jdbcUrl(),
              "NESSIE_BACKUP_USER", server.user());
      command(environment, "init");
      command(environment, "check");
      command(environment, "backup");
      for (int seed = 1000; seed < 1002; seed++) {
        try (Connection connection = server.connect()) {
          SampleCatalog.grow(connection, SCHEMA, GROWTH.withSeed(seed));
        }
        command(environment, "backup", "--type", "incremental", "--json");
      }
      command(environment, "list");
      command(environment, "show", "latest");
      command(environment, "status");
      command(environment, "verify", "--all");
      command(environment, "restore", "latest", "--yes");
      command(environment, "prune", "--keep-last", "1", "--dry-run");
    }
  }

  private void command(Map<String, String> environment, String... arguments) {
    int status = runner.run(environment, arguments);
    if (status != 0) {
      throw new IllegalStateException(
          "\"%s\" ended with status %d".formatted(String.join(" ", arguments), status));
    }
  }
}
