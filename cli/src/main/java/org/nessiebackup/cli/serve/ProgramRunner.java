package org.nessiebackup.cli.serve;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.CommandRunner;
import org.nessiebackup.service.run.Place;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Executes command lines by the program itself, in this process. */
final class ProgramRunner implements CommandRunner {
  private final NessieBackup root;

  ProgramRunner(NessieBackup root) {
    this.root = root;
  }

  @Override
  public CommandResult run(
      Command command, Place place, Consumer<ObjectNode> messages, Cancellation cancellation) {
    AtomicReference<ObjectNode> summary = new AtomicReference<>();
    AtomicReference<ObjectNode> error = new AtomicReference<>();
    LineOutput out =
        new LineOutput(
            line -> {
              ObjectNode document = (ObjectNode) JsonMapper.shared().readTree(line);
              switch (document.path("message_type").asString()) {
                case "summary" -> summary.set(document);
                case "error" -> error.set(document);
                default -> {}
              }
              messages.accept(document);
            });
    int status;
    try (PrintStream stream = new PrintStream(out, false, StandardCharsets.UTF_8)) {
      status = root.run(within(stream, cancellation), arguments(command));
    }
    return new CommandResult(
        status, Optional.ofNullable(summary.get()), Optional.ofNullable(error.get()));
  }

  private Invocation within(PrintStream out, Cancellation cancellation) {
    Invocation outer = root.invocation();
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    return new Invocation(
        new Streams(out, nowhere, InputStream.nullInputStream()),
        outer.environment(),
        outer.clock(),
        cancellation);
  }

  private String[] arguments(Command command) {
    List<String> words = new ArrayList<>(command.words());
    root.settings().choice().file().ifPresent(file -> words.addAll(List.of("--config", file)));
    root.settings().choice().profile().ifPresent(name -> words.addAll(List.of("--profile", name)));
    words.addAll(List.of("--output", "json", "--progress"));
    return words.toArray(String[]::new);
  }
}
