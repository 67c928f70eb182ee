package org.nessiebackup.cli.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.nessiebackup.NearMatches;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.command.SettingsCheck;
import org.nessiebackup.cli.command.Unmonitored;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.settings.OptionValue;
import org.nessiebackup.cli.settings.SettingNames;
import org.nessiebackup.cli.settings.Settings;
import org.nessiebackup.report.ConfigJson;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParentCommand;

@Unmonitored
@Command(
    name = "show",
    description = "Show what options are set to without being typed, and where that is said.",
    footer = {
      "",
      "What is typed wins over the environment, that over the profile, that over the catalog, that",
      "over the rest of the file; the user's file wins over the machine's. Secrets are not shown.",
      "",
      "Examples:",
      "  nessie-backup config show",
      "  nessie-backup config show --config ./config.toml --profile prod --json"
    })
final class ConfigShowCommand implements Callable<Integer> {
  /** Variables of other programs, by which the database is found or reached. */
  private static final Pattern OF_OTHERS =
      Pattern.compile("POSTGRES_[A-Z]+|PG[A-Z]+|QUARKUS_DATASOURCE_\\w+");

  @ParentCommand ConfigCommand parent;

  @Override
  public Integer call() {
    NessieBackup root = parent.root;
    Settings settings = root.settings();
    new SettingsCheck(root.tree(), settings).refuse();
    List<OptionSpec> options = new ArrayList<>();
    add(root.tree().whole(root.invocation(), settings), options);
    Set<String> variables = root.invocation().environment().keySet();
    warnOfUnknown(variables, options, root.console());
    return root.console()
        .show(
            new ConfigView(
                new ConfigJson.Shown(
                    settings.names(),
                    settings.choice().profile(),
                    settings.choice().catalog(),
                    set(options, settings),
                    variables.stream()
                        .filter(name -> OF_OTHERS.matcher(name).matches())
                        .sorted()
                        .toList()),
                settings.places().stream().map(Object::toString).toList()));
  }

  private static void add(CommandLine line, List<OptionSpec> options) {
    options.addAll(line.getCommandSpec().options());
    line.getSubcommands().values().stream().distinct().forEach(each -> add(each, options));
  }

  /** Each once, although many commands have it. */
  private List<ConfigJson.Value> set(List<OptionSpec> options, Settings settings) {
    Set<ConfigJson.Value> found = new LinkedHashSet<>();
    for (OptionSpec option : options) {
      settings.find(option).map(setting -> shown(option, setting)).ifPresent(found::add);
    }
    return found.stream().sorted(ConfigView.ORDER).toList();
  }

  private ConfigJson.Value shown(OptionSpec option, OptionValue setting) {
    return new ConfigJson.Value(
        option.longestName().substring(2),
        Optional.of(setting.command()).filter(name -> !name.isEmpty()),
        withoutSecret(setting.text()),
        setting.source().name().toLowerCase(Locale.ROOT),
        setting.place());
  }

  /** What follows the host of an address often is one. */
  private String withoutSecret(String text) {
    return parent
        .root
        .invocation()
        .redaction()
        .hidden(text)
        .replaceAll("(https?://[^/?#\\s]+)[/?#][^\\s]+", "$1/…");
  }

  private static void warnOfUnknown(
      Set<String> variables, List<OptionSpec> options, Console console) {
    Set<String> known = new HashSet<>(SettingNames.OF_THE_PROGRAM);
    options.forEach(option -> known.addAll(SettingNames.variables(option)));
    // Those are read by no command, and named by each that has such an option.
    options.forEach(option -> known.add(SettingNames.variable(option.longestName())));
    variables.stream()
        .filter(name -> name.startsWith(SettingNames.PREFIX) && !known.contains(name))
        .sorted()
        .forEach(
            name ->
                console.warn(
                    "no option is set by %s.%s"
                        .formatted(name, NearMatches.question(name, known))));
  }
}
