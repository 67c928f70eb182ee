package org.nessiebackup.acceptance;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nessiebackup.cli.Main;

/**
 * Runs commands for one catalog and one vault, which the environment names: inside this process,
 * which is fast, or as users do, through the launcher.
 *
 * @param environment all that the command sees of the environment
 */
public record CommandRunner(Map<String, String> environment) {
  public CommandRunner {
    environment = Map.copyOf(environment);
  }

  /** For the catalog in a database that is reached at this port. */
  public static CommandRunner of(CatalogDatabase database, int port, Path vault) {
    Map<String, String> environment = new HashMap<>(database.environment(port));
    environment.put("NESSIE_BACKUP_VAULT", vault.toString());
    // Beside the vault, so that no test finds or leaves keys in the home of whoever runs it.
    environment.put("XDG_CONFIG_HOME", vault.resolveSibling("configuration").toString());
    return new CommandRunner(environment);
  }

  /** The same with another vault. */
  public CommandRunner withVault(Path vault) {
    return with("NESSIE_BACKUP_VAULT", vault.toString());
  }

  /** The same with another variable in the environment. */
  public CommandRunner with(String name, String value) {
    Map<String, String> changed = new HashMap<>(environment);
    changed.put(name, value);
    return new CommandRunner(changed);
  }

  /** Runs a command in this process. */
  public CommandResult run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int status =
        Main.run(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            InputStream.nullInputStream(),
            arguments);
    return new CommandResult(
        List.of(arguments),
        status,
        out.toString(StandardCharsets.UTF_8),
        err.toString(StandardCharsets.UTF_8));
  }

  /** Starts a command as a process of its own. */
  public LaunchedCommand launch(String... arguments) {
    return LaunchedCommand.start(environment, List.of(arguments), line -> {});
  }
}
