package org.nessiebackup.cli.warmup;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * What a vault sees in its life, in seconds, with a server that nobody else knows.
 *
 * @param folder for the vault and its keys; somebody else removes it
 */
record WarmupScenario(Path folder, Runner runner) {
  /** Runs a command inside this process. */
  @FunctionalInterface
  interface Runner {
    /** The exit status. */
    int run(Map<String, String> environment, String... arguments);
  }

  /**
   * Takes a full backup and two incremental ones, looks at them, and restores.
   *
   * @throws IOException if no server starts
   * @throws IllegalStateException if a command fails
   */
  void run() throws IOException {
    try (WarmupServer server = WarmupServer.start()) {
      Map<String, String> environment = new HashMap<>(server.environment());
      environment.put("NESSIE_BACKUP_VAULT", folder.resolve("vault").toString());
      environment.put("XDG_CONFIG_HOME", folder.resolve("keys").toString());
      command(environment, "init");
      command(environment, "check");
      command(environment, "backup");
      server.grow();
      command(environment, "backup", "--type", "incremental", "--json");
      server.grow();
      command(environment, "backup", "--type", "incremental");
      command(environment, "list");
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
