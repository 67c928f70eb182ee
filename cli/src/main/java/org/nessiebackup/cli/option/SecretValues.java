package org.nessiebackup.cli.option;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.settings.Settings;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/**
 * A secret that is given where the name of its file is wanted: as in {@code
 * NESSIE_BACKUP_IDENTITY="$(cat identity.txt)"}. It is recognised, and never repeated.
 */
public final class SecretValues {
  private static final Pattern PRIVATE_KEY = Pattern.compile("-----BEGIN [A-Z ]*PRIVATE KEY");

  private SecretValues() {}

  /**
   * Looks at all that a command line and its settings give to a command: no option and no argument
   * takes a key itself.
   *
   * @throws BackupException {@link Failure#KEY_MISSING} naming the option, and nothing of its value
   */
  public static void refuse(ParseResult parsed, Settings settings) {
    for (OptionSpec option : parsed.commandSpec().options()) {
      String name = option.longestName();
      option.originalStringValues().forEach(value -> refuse(value, name, option));
      if (option.originalStringValues().isEmpty()) {
        settings.find(option).ifPresent(set -> refuse(set.text(), set.place(), option));
      }
    }
    for (PositionalParamSpec argument : parsed.commandSpec().positionalParameters()) {
      argument
          .originalStringValues()
          .forEach(value -> refuse(value, argument.paramLabel(), argument));
    }
    if (parsed.hasSubcommand()) {
      refuse(parsed.subcommand(), settings);
    }
  }

  private static void refuse(String value, String where, ArgSpec argument) {
    kind(value)
        .ifPresent(
            kind -> {
              throw Failure.KEY_MISSING.exception(
                  "what %s gives is %s itself%s"
                      .formatted(where, kind, isFile(argument) ? ", not the name of a file" : ""),
                  advice(argument)
                      + " If it is in a history, a log or a manifest now, replace the key.");
            });
  }

  private static Optional<String> kind(String text) {
    String upper = text.toUpperCase(Locale.ROOT);
    if (upper.contains("AGE-SECRET-KEY-") || upper.contains("AGE-PLUGIN-")) {
      return Optional.of("an identity");
    }
    return PRIVATE_KEY.matcher(text).find() ? Optional.of("a private key") : Optional.empty();
  }

  private static boolean isFile(ArgSpec argument) {
    return argument.paramLabel().equals("FILE");
  }

  private static String advice(ArgSpec argument) {
    return switch (argument instanceof OptionSpec option ? option.longestName() : "") {
      case "--identity" ->
          "Put it into a file that only you can read and give the file's name, or let a command"
              + " print it: --identity-command.";
      case "--trusted-key" ->
          "A private key is never given to be trusted: `key list --pem` prints the public one.";
      case "--recipient" ->
          "Give its public key, which begins with age1: `age-keygen -y FILE` prints it.";
      default ->
          isFile(argument)
              ? "Put it into a file that only you can read, and give the file's name."
              : "It belongs into a file that only you can read, and nowhere else.";
    };
  }
}
