package org.nessiebackup.cli.settings;

import java.util.List;
import java.util.function.Consumer;
import org.nessiebackup.cli.console.Invocation;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Variables that are set for other commands, and that this one must not understand in its way. */
public final class OtherMeanings {
  private OtherMeanings() {}

  /** Names those that one could believe to hold for the command that runs. */
  public static void tell(ParseResult parsed, Invocation invocation, Consumer<String> warn) {
    ParseResult last = parsed;
    while (last.hasSubcommand()) {
      last = last.subcommand();
    }
    for (OptionSpec option : last.commandSpec().options()) {
      if (SettingNames.isNamedByCommand(option) && !last.hasMatchedOption(option)) {
        tell(option, invocation, warn);
      }
    }
  }

  private static void tell(OptionSpec option, Invocation invocation, Consumer<String> warn) {
    String shared = SettingNames.variable(option.longestName());
    List<String> own = SettingNames.variables(option);
    // One that is set to nothing says that nothing is wanted.
    boolean said = own.stream().anyMatch(invocation.environment()::containsKey);
    if (invocation.variable(shared).isPresent() && !said) {
      warn.accept(
          "%s is not used here: %s of `%s` is another thing than that of other commands, and is set"
                  .formatted(shared, option.longestName(), SettingNames.command(option.command()))
              + " by %s".formatted(own.getFirst()));
    }
  }
}
