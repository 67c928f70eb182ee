package org.nessiebackup.cli.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.OutputFormat;
import org.nessiebackup.cli.console.Streams;
import org.nessiebackup.sandbox.PostgresServer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

@Unmonitored
@Command(
    name = "demo",
    description = "See it work: back up, wreck and restore a catalog on a throw-away server.",
    footer = {
      "",
      "Needs no server, no vault and no rights; takes less than a minute, leaves nothing behind.",
      "",
      "Examples:",
      "  nessie-backup demo"
    })
public final class DemoCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;

  @Override
  public Integer call() throws IOException, SQLException {
    Invocation invocation = root.invocation();
    boolean text = root.global().format() == OutputFormat.TEXT;
    Console console = root.console();
    Demo.DemoStage stage =
        new Demo.DemoStage(
            text ? invocation.out() : nowhere(),
            text && invocation.coloured(Invocation.Stream.OUT),
            invocation.clock(),
            invocation.cancellation());
    stage.out().println("Starting a throw-away PostgreSQL; nothing of yours is touched.");
    stage.out().flush();
    try (TemporaryFolder folder = TemporaryFolder.create();
        PostgresServer server = PostgresServer.start()) {
      DemoView view =
          new Demo(server, folder.path(), words -> run(server, folder.path(), words), stage).run();
      return console.show(view);
    } catch (SQLException | RuntimeException e) {
      if (invocation.cancellation().requested()) {
        throw Cancellation.interrupted(e);
      }
      throw e;
    }
  }

  private JsonNode run(PostgresServer server, Path folder, String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Invocation inner =
        new Invocation(
            new Streams(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                nowhere(),
                InputStream.nullInputStream()),
            Map.of(
                "NESSIE_BACKUP_VAULT", folder.resolve("vault").toString(),
                "XDG_CONFIG_HOME", folder.resolve("keys").toString(),
                "NESSIE_BACKUP_JDBC_URL", server.jdbcUrl("nessie"),
                "NESSIE_BACKUP_USER", server.user(),
                "NESSIE_BACKUP_OUTPUT", "json"),
            root.invocation().clock(),
            root.invocation().cancellation());
    AtomicReference<Exception> failure = new AtomicReference<>();
    CommandLine line = root.tree().line(inner, words);
    line.setExecutionExceptionHandler(
        (error, command, parsed) -> {
          failure.set(error);
          return Failure.INTERNAL.exitCode();
        });
    int status = line.execute(words);
    if (failure.get() instanceof BackupException known) {
      throw known;
    }
    if (status != 0) {
      throw Failure.INTERNAL.exception(
          "the demonstration failed: \"%s\" ended with status %d"
              .formatted(String.join(" ", words), status),
          null,
          failure.get());
    }
    // Warnings and progress come first, the summary is the last line.
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().toList();
    return JsonMapper.shared().readTree(lines.getLast());
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
  }
}
