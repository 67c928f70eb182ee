package org.nessiebackup.cli.serve;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.nessiebackup.Cancellation;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Streams;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.CommandRunner;
import org.nessiebackup.service.run.Place;
import tools.jackson.databind.node.ObjectNode;

/** Executes command lines by the program itself: in this process, or in one of its own. */
final class ProgramRunner implements CommandRunner {
  private final NessieBackup root;
  private final Map<List<String>, SettingsCatalog> catalogs;

  ProgramRunner(NessieBackup root, List<SettingsCatalog> catalogs) {
    this.root = root;
    this.catalogs =
        catalogs.stream().collect(Collectors.toMap(SettingsCatalog::arguments, each -> each));
  }

  @Override
  public CommandResult run(
      Command command, Place place, Consumer<ObjectNode> messages, Cancellation cancellation) {
    Map<String, String> environment = catalog(command.words()).environment();
    List<String> words = arguments(command);
    ResultLines lines = new ResultLines(messages);
    return switch (place) {
      case SERVICE -> lines.result(here(words, environment, lines, cancellation));
      case CHILD ->
          new ChildProcess(root.invocation()).run(words, environment, lines, cancellation);
    };
  }

  private SettingsCatalog catalog(List<String> words) {
    return catalogs.entrySet().stream()
        .filter(each -> Collections.indexOfSubList(words, each.getKey()) >= 0)
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no catalog: " + words));
  }

  private int here(
      List<String> words,
      Map<String, String> environment,
      ResultLines lines,
      Cancellation cancellation) {
    try (PrintStream out = stream(lines);
        PrintStream err = stream(lines)) {
      Invocation inner =
          new Invocation(
              new Streams(out, err, InputStream.nullInputStream()),
              environment,
              root.invocation().clock(),
              cancellation);
      return root.run(inner, words.toArray(String[]::new));
    }
  }

  private static PrintStream stream(ResultLines lines) {
    return new PrintStream(new LineOutput(lines::line), false, StandardCharsets.UTF_8);
  }

  private List<String> arguments(Command command) {
    List<String> words = new ArrayList<>(command.words());
    root.settings().choice().file().ifPresent(file -> words.addAll(List.of("--config", file)));
    root.settings().choice().profile().ifPresent(name -> words.addAll(List.of("--profile", name)));
    words.addAll(List.of("--output", "json", "--progress", "--log-format", "text"));
    return words;
  }
}
