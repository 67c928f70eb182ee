package org.nessiebackup.cli.settings;

import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.cli.console.Invocation;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Gives every option that is not typed the value of its environment variable. */
public final class SettingDefaults implements IDefaultValueProvider {
  private final Invocation invocation;

  /** Looks into the environment of an invocation. */
  public SettingDefaults(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    return SettingNames.variables(option).stream()
        .map(invocation::variable)
        .flatMap(Optional::stream)
        .findFirst()
        .map(value -> option.typeInfo().isBoolean() ? truth(value) : value)
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
