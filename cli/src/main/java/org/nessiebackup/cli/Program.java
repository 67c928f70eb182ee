package org.nessiebackup.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.NearMatches;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.SettingsCheck;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.console.ErrorReport;
import org.nessiebackup.cli.console.Invocation;
import org.nessiebackup.cli.console.Resources;
import org.nessiebackup.cli.console.Verbosity;
import org.nessiebackup.cli.option.EarlyOptions;
import org.nessiebackup.cli.option.SecretValues;
import org.nessiebackup.cli.settings.OptionValue;
import org.nessiebackup.cli.settings.OtherMeanings;
import org.nessiebackup.cli.settings.SettingDefaults;
import org.nessiebackup.cli.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** One run: parses, executes, reports whatever goes wrong, and has the run monitored. */
final class Program {
  private final Invocation given;
  private final Runnable preparation;

  /**
   * @param preparation waits for what commands need, and no command line does
   */
  Program(Invocation invocation, Runnable preparation) {
    this.given = invocation;
    this.preparation = preparation;
  }

  /** Returns the exit status; nothing is thrown. */
  int run(String... args) {
    try (Resources opened = new Resources()) {
      return run(given.withResources(opened), args);
    }
  }

  private int run(Invocation within, String... args) {
    String command = Commands.ALL.named(args);
    EarlyOptions asked = EarlyOptions.of(Settings.of(within), command, args);
    Settings settings = Settings.read(asked.settings(), within);
    Invocation invocation = within.withSecretsOf(settings.written(), List.of(args));
    EarlyOptions early =
        settings.files().isEmpty() ? asked : EarlyOptions.of(settings, command, args);
    boolean debug = early.global().debug();
    MonitoredRun watched = new MonitoredRun(invocation, early);
    try {
      CommandLine line = Commands.ALL.line(invocation, settings, args);
      NessieBackup root = line.getCommand();
      root.runsBy((inner, words) -> new Program(inner, () -> {}).run(words));
      line.setExecutionStrategy(
          parsed -> {
            preparation.run();
            watched.begin(parsed);
            refuseEmptyOptions(parsed);
            try {
              new SettingsCheck(Commands.ALL, settings).refuse(parsed);
              SecretValues.refuse(parsed, settings);
            } catch (BackupException e) {
              return watched.failed(ErrorReport.of(e, debug), Optional.empty());
            }
            settings.tell(root.console()::warn);
            OtherMeanings.tell(parsed, invocation, root.console()::warn);
            int status = execute(parsed, root);
            root.result().ifPresent(watched::succeeded);
            return status;
          });
      line.setParameterExceptionHandler(
          (error, unused) ->
              watched.refused(
                  settings
                      .faultBehind(error, SettingsCheck.isNeeded(error.getCommandLine()))
                      .map(fault -> ErrorReport.of(fault, debug))
                      .orElseGet(() -> usage(error, List.of(args), debug)),
                  error.getCommandLine()));
      line.setExecutionExceptionHandler(
          (error, unused, parsed) -> watched.failed(failure(error, debug), root.result()));
      int status = line.execute(args);
      Console.end(invocation);
      line.getOut().flush();
      invocation.out().flush();
      return status;
    } catch (OutOfMemoryError e) {
      return watched.failed(ErrorReport.outOfMemory(e, debug), Optional.empty());
    } catch (Exception | Error e) {
      return watched.failed(failure(e, debug), Optional.empty());
    }
  }

  private static int execute(ParseResult parsed, NessieBackup root) {
    if (root.global().verbosity() != Verbosity.DEBUG) {
      return new RunLast().execute(parsed);
    }
    return LibraryLogs.passTo(
        root.console().work().progress(), () -> new RunLast().execute(parsed));
  }

  /**
   * A script whose variable is unset gives an empty value. Taken for no option at all, a rehearsal
   * ({@code --target-schema "$SCHEMA"}) would replace the catalog.
   */
  private static void refuseEmptyOptions(ParseResult parsed) {
    for (OptionSpec option : parsed.matchedOptions()) {
      if (option.arity().min() > 0 && option.originalStringValues().contains("")) {
        throw new ParameterException(
            parsed.commandSpec().commandLine(),
            "option \"" + option.longestName() + "\" is given without a value");
      }
    }
    if (parsed.hasSubcommand()) {
      refuseEmptyOptions(parsed.subcommand());
    }
  }

  private static ErrorReport failure(Throwable error, boolean debug) {
    return switch (error) {
      case BackupException known -> ErrorReport.of(known, debug);
      default -> ErrorReport.defect(error);
    };
  }

  private static ErrorReport usage(
      ParameterException error, List<String> arguments, boolean debug) {
    String help = "`" + error.getCommandLine().getCommandSpec().qualifiedName() + " --help`";
    String advice = help + " shows what there is.";
    if (error instanceof UnmatchedArgumentException unmatched) {
      String hint = kubectl(unmatched, arguments) + advice + meant(unmatched);
      return ErrorReport.usage(unknown(unmatched), Optional.of(hint), error, debug);
    }
    String where = origin(error).map(said -> ", as %s says".formatted(said.place())).orElse("");
    return ErrorReport.usage(
        firstLower(error.getMessage()) + where, Optional.of(advice), error, debug);
  }

  /** Where a value that is wrong was taken from, if nobody has typed it. */
  private static Optional<OptionValue> origin(ParameterException error) {
    return error.getArgSpec() instanceof OptionSpec option
        ? SettingDefaults.settings(option.command())
            .find(option)
            .filter(said -> error.getMessage().contains("\"" + said.text() + "\""))
        : Optional.empty();
  }

  /** Who types kubectl all day types {@code -n} for a namespace. */
  private static String kubectl(UnmatchedArgumentException error, List<String> arguments) {
    int at = arguments.indexOf(error.getUnmatched().getFirst());
    boolean meant = at > 0 && arguments.get(at - 1).equals("-n") && !error.isUnknownOption();
    return meant && error.getCommandLine().getCommandSpec().optionsMap().containsKey("--namespace")
        ? "-n is --dry-run here; a namespace is given by --namespace. "
        : "";
  }

  /** Options and commands that somebody may have meant; words that are neither resemble none. */
  private static String meant(UnmatchedArgumentException error) {
    CommandSpec command = error.getCommandLine().getCommandSpec();
    String word = error.getUnmatched().getFirst();
    if (error.isUnknownOption()) {
      return word.startsWith("--")
          ? NearMatches.question(nameOf(word), visible(command.options()))
          : "";
    }
    return NearMatches.question(word, command.subcommands().keySet());
  }

  private static List<String> visible(List<OptionSpec> options) {
    return options.stream()
        .filter(option -> !option.hidden())
        .flatMap(option -> Stream.of(option.names()))
        .filter(name -> name.startsWith("--"))
        .toList();
  }

  private static String unknown(UnmatchedArgumentException error) {
    String unmatched = error.getUnmatched().getFirst();
    if (error.isUnknownOption()) {
      return "unknown option \"" + nameOf(unmatched) + "\"";
    }
    String argument = "\"" + unmatched + "\"";
    boolean several = !error.getCommandLine().getSubcommands().isEmpty();
    return (several ? "unknown command " : "unexpected argument ") + argument;
  }

  /** Of an option that we do not know we do not know either whether its value is secret. */
  private static String nameOf(String option) {
    boolean one = !option.startsWith("--");
    return one && !option.matches("-[a-z-]+")
        ? option.substring(0, Math.min(2, option.length()))
        : option.replaceFirst("(?s)=.*", "");
  }

  private static String firstLower(String message) {
    String text = String.valueOf(message).replace('\'', '"');
    return text.substring(0, 1).toLowerCase(Locale.ROOT) + text.substring(1);
  }
}
