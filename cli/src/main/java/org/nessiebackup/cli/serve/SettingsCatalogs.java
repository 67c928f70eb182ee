package org.nessiebackup.cli.serve;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.settings.Settings;
import org.nessiebackup.cli.settings.SettingsChoice;
import org.nessiebackup.cli.settings.SettingsFile;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.status.StatusOptions;
import org.nessiebackup.vault.Vault;

/** The catalogs that settings name; without any, the one that they describe. */
final class SettingsCatalogs {
  private static final String ONLY = "catalog";

  private SettingsCatalogs() {}

  /**
   * All of them, by name.
   *
   * @param typed what holds for the only one, if settings name none
   */
  static List<ServedCatalog> of(NessieBackup root, CatalogOptions typed) {
    Settings settings = root.settings();
    TreeSet<String> names = new TreeSet<>();
    settings.files().forEach(file -> names.addAll(file.names(SettingsFile.CATALOGS)));
    settings.choice().catalog().ifPresent(chosen -> names.retainAll(List.of(chosen)));
    return names.isEmpty()
        ? List.of(new Served(ONLY, List.of(), typed, root))
        : names.stream()
            .<ServedCatalog>map(
                name ->
                    new Served(
                        name, List.of("--catalog", name), CatalogOptions.of(of(root, name)), root))
            .toList();
  }

  private static Settings of(NessieBackup root, String name) {
    SettingsChoice chosen = root.settings().choice();
    return Settings.read(
        new SettingsChoice(chosen.file(), chosen.profile(), Optional.of(name)), root.invocation());
  }

  private record Served(
      String name, List<String> arguments, CatalogOptions options, NessieBackup root)
      implements ServedCatalog {
    @Override
    public StatusOptions thresholds() {
      return new StatusOptions(Optional.empty(), Optional.empty(), Optional.empty());
    }

    @Override
    public Vault vault() {
      return options.vault.open(root.invocation(), root.console());
    }
  }
}
