package org.nessiebackup.cli.serve;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.demo.TemporaryFolder;
import org.nessiebackup.sandbox.PostgresServer;

/**
 * The service at work for a shop that does not exist: a throw-away server, a vault in a folder that
 * is removed at the end, a history of some days, and an accident of this morning. All of it is
 * described by a file of settings; from there on it is the command as everybody runs it.
 */
record ServeDemo(NessieBackup root) {
  static final String OPTION = "--demo";

  /** What of the environment concerns the machine, and not somebody's catalog. */
  private static final Set<String> OF_THE_MACHINE =
      Set.of(
          Invocation.TERMINALS,
          ChildProcess.LAUNCHER,
          "NESSIE_BACKUP_JAVA_HOME",
          "NESSIE_BACKUP_JAVA_OPTS");

  /**
   * Serves it until somebody stops it.
   *
   * @param arguments the command line
   */
  int run(List<String> arguments) throws IOException, SQLException {
    root.console().note("Starting a throw-away PostgreSQL; nothing of yours is touched.");
    try (TemporaryFolder folder = TemporaryFolder.create();
        PostgresServer server = PostgresServer.start()) {
      Invocation within = root.invocation().withEnvironment(environment(folder.path()));
      Path settings =
          Files.writeString(folder.path().resolve("demo.toml"), settings(server, folder));
      new DemoHistory(root, within, settings, server).make();
      Files.writeString(settings, served(folder), StandardOpenOption.APPEND);
      root.console()
          .note(
              "The shop is made up, and so are the times of its history. This morning a job has"
                  + " overwritten sales.orders.");
      return root.run(within, serve(arguments, settings));
    } catch (SQLException | RuntimeException e) {
      if (root.invocation().cancellation().requested()) {
        throw Cancellation.interrupted(e);
      }
      throw e;
    }
  }

  private static String[] serve(List<String> arguments, Path settings) {
    List<String> words = new ArrayList<>(arguments);
    words.removeIf(word -> word.split("=", 2)[0].equals(OPTION));
    words.addAll(List.of("--config", settings.toString()));
    return words.toArray(String[]::new);
  }

  private Map<String, String> environment(Path folder) {
    Map<String, String> kept = new HashMap<>(root.invocation().environment());
    kept.keySet()
        .removeIf(
            name ->
                name.matches("(NESSIE|PG|POSTGRES|QUARKUS).*") && !OF_THE_MACHINE.contains(name));
    kept.put("XDG_CONFIG_HOME", folder.resolve("keys").toString());
    return kept;
  }

  /** What the service does for it; here it may look into backups, as nobody's are in them. */
  private static String served(TemporaryFolder folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder.path().resolve("keys"))) {
      Path identity =
          files
              .filter(file -> file.getFileName().toString().startsWith("identity"))
              .findFirst()
              .orElseThrow();
      return """

      [catalogs.%s.serve]
      identity = "%s"
      incremental-schedule = "* * * * *"
      verify-schedule = "*/10 * * * *"
      """
          .formatted(DemoHistory.CATALOG, identity);
    }
  }

  private static String settings(PostgresServer server, TemporaryFolder folder) {
    return """
    [catalogs.%s]
    vault = "%s"
    jdbc-url = "%s"
    user = "%s"
    """
        .formatted(
            DemoHistory.CATALOG,
            folder.path().resolve("vault"),
            server.jdbcUrl(DemoHistory.DATABASE),
            server.user());
  }
}
