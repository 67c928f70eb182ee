package org.nessiebackup.cli.option;

import org.nessiebackup.cli.console.Tool;
import org.nessiebackup.cli.settings.SettingDefaults;
import org.nessiebackup.cli.settings.Settings;
import org.nessiebackup.cli.settings.SettingsChoice;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.PicocliException;

/**
 * What has to be known even of a command line that cannot be understood: in which form to say so,
 * and to whom. Everything else in it is passed over.
 */
public final class EarlyOptions {
  @Mixin GlobalOptions global = new GlobalOptions();
  @Mixin MonitoringOptions monitoring = new MonitoringOptions();

  @Option(names = "--vault")
  String vault = "";

  private EarlyOptions() {}

  /**
   * Reads them from the arguments and what is set.
   *
   * @param command the name of the command that they are meant for; empty if there is none
   */
  public static EarlyOptions of(Settings settings, String command, String... arguments) {
    EarlyOptions options = new EarlyOptions();
    CommandLine line = new CommandLine(options);
    line.setCommandName((Tool.NAME + " " + command).strip());
    line.setUnmatchedArgumentsAllowed(true);
    Values.register(line);
    line.setDefaultValueProvider(new SettingDefaults(settings.withoutSecrets()));
    line.getCommandSpec().parser().collectErrors(true);
    try {
      line.parseArgs(arguments);
    } catch (PicocliException e) {
      // The whole command line is about to say what is wrong; what was read until then holds.
    }
    return options;
  }

  /** How to write results and errors. */
  public GlobalOptions global() {
    return global;
  }

  /** Which settings that are written down hold. */
  public SettingsChoice settings() {
    return global.settings();
  }

  /** Who is told. */
  public MonitoringOptions monitoring() {
    return monitoring;
  }

  /** Where the vault is, without what says how to reach it; empty if none is named. */
  public String vaultName() {
    return vault.replaceFirst("(?s)\\?.*", "");
  }
}
