package org.nessiebackup.cli.settings;

import java.util.Locale;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives every option that is not typed what it is set to. */
public final class SettingDefaults implements IDefaultValueProvider {
  private final Settings settings;

  /** Looks into the settings of a run. */
  public SettingDefaults(Settings settings) {
    this.settings = settings;
  }

  /** The settings that a command's options are set by. */
  public static Settings settings(CommandSpec command) {
    return ((SettingDefaults) command.defaultValueProvider()).settings;
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    return settings
        .find(option)
        .map(OptionValue::text)
        .filter(text -> !text.isEmpty())
        .map(text -> option.typeInfo().isBoolean() ? truth(text) : text)
        .orElse(null);
  }

  /** Words that people write into environment variables; others are refused by the parser. */
  private static String truth(String value) {
    return switch (value.toLowerCase(Locale.ROOT)) {
      case "1", "yes", "on", "true" -> "true";
      case "0", "no", "off", "false" -> "false";
      default -> value;
    };
  }
}
