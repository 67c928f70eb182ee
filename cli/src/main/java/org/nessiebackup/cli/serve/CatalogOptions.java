package org.nessiebackup.cli.serve;

import org.nessiebackup.cli.console.Tool;
import org.nessiebackup.cli.option.Values;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.cli.settings.SettingDefaults;
import org.nessiebackup.cli.settings.Settings;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** What is set for each catalog by itself: {@code [catalogs.NAME]} and {@code …NAME.serve]}. */
final class CatalogOptions {
  @Mixin VaultOption vault;

  /** What settings say, and nobody has typed. */
  static CatalogOptions of(Settings settings) {
    CatalogOptions options = new CatalogOptions();
    CommandLine line = new CommandLine(options);
    line.setCommandName(Tool.NAME + " serve");
    Values.register(line);
    line.setDefaultValueProvider(new SettingDefaults(settings));
    line.parseArgs();
    return options;
  }
}
