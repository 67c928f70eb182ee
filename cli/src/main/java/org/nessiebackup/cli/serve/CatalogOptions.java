package org.nessiebackup.cli.serve;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.console.Tool;
import org.nessiebackup.cli.option.Values;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.NamedByCommand;
import org.nessiebackup.cli.settings.SettingDefaults;
import org.nessiebackup.cli.settings.SettingNames;
import org.nessiebackup.cli.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** What is set for each catalog by itself: {@code [catalogs.NAME]} and {@code …NAME.serve]}. */
@NamedByCommand({"--identity", "--identity-command"})
final class CatalogOptions {
  @Mixin VaultOption vault;
  @Mixin ServedIdentityOptions identities;
  @Mixin ConnectionOptions connection;
  @Mixin org.nessiebackup.cli.connection.CatalogOptions tables;
  @Mixin AgeOptions ages;
  @Mixin ScheduleOptions schedules;
  @Mixin ServedJournalOptions journal;
  @Mixin ServedReplicaOptions replica;

  /**
   * What settings say, and nobody has typed.
   *
   * @throws BackupException {@link Failure#USAGE} if a value is wrong, with file and line
   */
  static CatalogOptions of(Settings settings) {
    CatalogOptions options = new CatalogOptions();
    CommandLine line = new CommandLine(options);
    line.setCommandName(Tool.NAME + " serve");
    Values.register(line);
    line.setDefaultValueProvider(new SettingDefaults(settings));
    try {
      line.parseArgs();
      return options;
    } catch (ParameterException e) {
      throw error(e, settings);
    }
  }

  private static BackupException error(ParameterException error, Settings settings) {
    String hint = "`nessie-backup serve --help` shows what there is.";
    String message = error.getMessage().replace('\'', '"');
    String said = message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
    return error.getArgSpec() instanceof OptionSpec option
        ? settings
            .error(option, said, hint)
            .orElseGet(() -> Failure.USAGE.exception(said, hint, error))
        : Failure.USAGE.exception(said, hint, error);
  }

  /** Those of these options that were typed for a command that has them among others. */
  static List<OptionSpec> typed(ParseResult parsed) {
    CommandSpec own = CommandSpec.forAnnotatedObject(new CatalogOptions());
    return parsed.matchedOptions().stream()
        .filter(option -> own.findOption(option.longestName()) != null)
        .toList();
  }

  /**
   * What was typed, as variables by which other commands have the same; what only a service has
   * harms none of them.
   */
  static Map<String, String> variables(ParseResult parsed) {
    Map<String, String> variables = new HashMap<>();
    for (OptionSpec option : typed(parsed)) {
      Stream.of(option.longestName())
          .filter(name -> !name.startsWith("--identity"))
          .forEach(
              name ->
                  variables.put(
                      SettingNames.variable(name),
                      String.join("\n", option.originalStringValues())));
    }
    return variables;
  }
}
