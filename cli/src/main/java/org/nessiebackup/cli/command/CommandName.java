package org.nessiebackup.cli.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Which command a command line is about. */
public final class CommandName {
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

  /** Whether monitoring hears of it. */
  public static boolean isMonitored(CommandLine line) {
    return isMonitored(line.getCommandSpec());
  }

  private static boolean isMonitored(CommandSpec command) {
    Object type = command.userObject();
    return type == null || !type.getClass().isAnnotationPresent(Unmonitored.class);
  }

  /** Whether monitoring hears of a run: one that shows help has done nothing. */
  public static boolean isMonitored(ParseResult parsed) {
    ParseResult last = parsed;
    boolean helped = isHelp(last);
    while (last.hasSubcommand()) {
      last = last.subcommand();
      helped |= isHelp(last);
    }
    return !helped && isMonitored(last.commandSpec());
  }

  /** Whether a run only says what it would do. */
  public static boolean isPlan(ParseResult parsed) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    OptionSpec plan = last.commandSpec().findOption("--dry-run");
    return plan != null && Boolean.TRUE.equals(plan.getValue());
  }

  private static boolean isHelp(ParseResult parsed) {
    return parsed.isUsageHelpRequested() || parsed.isVersionHelpRequested();
  }
}
