package org.nessiebackup.cli.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Which command a command line is about. */
public final class CommandName {
  /** They look or explain, and nobody waits for them: that one has run says nothing of a vault. */
  private static final Set<String> UNMONITORED =
      Set.of("", "list", "show", "version", "completion", "demo", "warm-up", "key", "key list");

  private CommandName() {}

  /** Its name without the program's, such as {@code key rewrap}; empty if there is none. */
  public static String of(ParseResult parsed) {
    List<String> words = new ArrayList<>();
    for (ParseResult each = parsed; each.hasSubcommand(); each = each.subcommand()) {
      words.add(each.subcommand().commandSpec().name());
    }
    return String.join(" ", words);
  }

  /** The same of a command line that could not be parsed to its end. */
  public static String of(CommandLine line) {
    return line.getParent() == null
        ? ""
        : (of(line.getParent()) + " " + line.getCommandName()).strip();
  }

  /** Whether somebody may want to be told of it. */
  public static boolean isMonitored(String name) {
    return !UNMONITORED.contains(name);
  }

  /** Whether it changes something; who only plans, or asks for help, has done nothing to tell. */
  public static boolean isMonitored(ParseResult parsed) {
    ParseResult last = parsed;
    boolean helped = isHelp(last);
    while (last.hasSubcommand()) {
      last = last.subcommand();
      helped |= isHelp(last);
    }
    OptionSpec plan = last.commandSpec().findOption("--dry-run");
    boolean planned = plan != null && Boolean.TRUE.equals(plan.getValue());
    return !planned && !helped && isMonitored(of(parsed));
  }

  private static boolean isHelp(ParseResult parsed) {
    return parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
  }
}
