package org.nessiebackup.cli.about;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import org.nessiebackup.Failure;
import org.nessiebackup.NearMatches;
import org.nessiebackup.cli.command.CommandTree;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.Unmonitored;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@Command(
    name = "help",
    description = "Show what a command does and which options it has.",
    footer = {
      "",
      "The topic \"monitoring\" is about options that every command has.",
      "",
      "Examples:",
      "  nessie-backup help restore",
      "  nessie-backup help key rewrap",
      "  nessie-backup help monitoring"
    })
public final class HelpCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;

  @Parameters(
      arity = "0..*",
      paramLabel = "COMMAND",
      description = "A command, or a topic: monitoring. All commands are listed if none is named.")
  List<String> words = new ArrayList<>();

  @Override
  public Integer call() {
    CommandLine line = root.tree().line(root.invocation(), words.toArray(String[]::new));
    if (words.equals(List.of(CommandTree.MONITORING))) {
      line = CommandTree.topic(new MonitoringTopic(), line);
      line.usage(line.getOut());
      return 0;
    }
    for (String word : words) {
      line = below(line, word);
    }
    line.usage(line.getOut());
    return 0;
  }

  private static CommandLine below(CommandLine line, String word) {
    CommandLine found = line.getSubcommands().get(word);
    if (found == null) {
      Collection<String> names = new ArrayList<>(line.getSubcommands().keySet());
      names.add(CommandTree.MONITORING);
      throw Failure.USAGE.exception(
          "there is no help about \"" + word + "\"",
          "`nessie-backup help` lists all commands." + NearMatches.question(word, names));
    }
    return found;
  }
}
