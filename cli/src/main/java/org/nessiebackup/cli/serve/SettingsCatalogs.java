package org.nessiebackup.cli.serve;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.settings.Settings;
import org.nessiebackup.cli.settings.SettingsChoice;
import org.nessiebackup.cli.settings.SettingsFile;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The catalogs that settings name; without any, the one that they describe. */
final class SettingsCatalogs {
  /** What the only one is called. */
  static final String ONLY = "catalog";

  private final NessieBackup root;
  private final CatalogOptions typed;
  private final ParseResult parsed;

  /**
   * @param typed the options of the command line and what they are set to
   * @param parsed the command line
   */
  SettingsCatalogs(NessieBackup root, CatalogOptions typed, ParseResult parsed) {
    this.root = root;
    this.typed = typed;
    this.parsed = parsed;
  }

  /**
   * All of them, by name.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if what is said of one cannot be
   *     meant
   */
  List<SettingsCatalog> all() {
    Optional<String> chosen = root.settings().choice().catalog();
    List<SettingsCatalog> catalogs =
        chosen.isPresent() || names().isEmpty()
            ? List.of(only(chosen))
            : names().stream().map(this::named).toList();
    if (chosen.isEmpty() && !names().isEmpty()) {
      refuseTyped();
    }
    catalogs.forEach(SettingsCatalog::requirePlace);
    refuseSharedVaults(catalogs);
    return catalogs;
  }

  private List<String> names() {
    return root.settings().files().stream()
        .flatMap(file -> file.names(SettingsFile.CATALOGS).stream())
        .distinct()
        .sorted()
        .toList();
  }

  private SettingsCatalog only(Optional<String> name) {
    return new SettingsCatalog(
        name.orElse(ONLY),
        name.map(chosen -> List.of("--catalog", chosen)).orElse(List.of()),
        typed,
        CatalogOptions.variables(parsed),
        root.invocation().redaction(),
        root);
  }

  private SettingsCatalog named(String name) {
    SettingsChoice choice = root.settings().choice();
    Settings settings =
        Settings.read(
            new SettingsChoice(choice.file(), choice.profile(), Optional.of(name)),
            root.invocation());
    return new SettingsCatalog(
        name,
        List.of("--catalog", name),
        CatalogOptions.of(settings),
        Map.of(),
        root.invocation().withSecretsOf(settings.written(), List.of()).redaction(),
        root);
  }

  /** What is typed would hold for all: one vault for two catalogs. */
  private void refuseTyped() {
    CatalogOptions.typed(parsed).stream()
        .map(OptionSpec::longestName)
        .findFirst()
        .ifPresent(
            option -> {
              throw Failure.USAGE.exception(
                  "%s is typed, and the settings name catalogs: %s"
                      .formatted(option, String.join(", ", names())),
                  "Write it below [catalogs.NAME.serve] there, or serve one of them: --catalog %s"
                      .formatted(names().getFirst()));
            });
  }

  private static void refuseSharedVaults(List<SettingsCatalog> catalogs) {
    Map<String, String> owners = new HashMap<>();
    for (SettingsCatalog each : catalogs) {
      String other = owners.put(each.vaultKey(), each.name());
      if (other != null) {
        throw Failure.USAGE.exception(
            "the catalogs \"%s\" and \"%s\" have one vault, \"%s\""
                .formatted(other, each.name(), each.place()),
            "A vault holds the history of one catalog: give each its own, below [catalogs.NAME].");
      }
    }
  }
}
