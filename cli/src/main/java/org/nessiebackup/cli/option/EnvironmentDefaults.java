package org.nessiebackup.cli.option;

import java.util.Locale;
import java.util.Optional;
import org.nessiebackup.cli.console.Invocation;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Gives every option its environment variable by rule: {@code --password-file} is {@code
 * NESSIE_BACKUP_PASSWORD_FILE}. An option on the command line wins.
 */
public final class EnvironmentDefaults implements IDefaultValueProvider {
  private static final String PREFIX = "NESSIE_BACKUP_";

  private final Invocation invocation;

  /** Looks into the environment of an invocation. */
  public EnvironmentDefaults(Invocation invocation) {
    this.invocation = invocation;
  }

  /** The variable of an option. */
  public static String variable(String option) {
    return PREFIX + option.replaceFirst("^-+", "").replace('-', '_').toUpperCase(Locale.ROOT);
  }

  @Override
  public String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || option.usageHelp() || option.versionHelp()) {
      return null;
    }
    for (String name : option.names()) {
      Optional<String> value =
          name.startsWith("--") ? invocation.variable(variable(name)) : Optional.empty();
      if (value.isPresent()) {
        return option.typeInfo().isBoolean() ? truth(value.get()) : value.get();
      }
    }
    return null;
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
