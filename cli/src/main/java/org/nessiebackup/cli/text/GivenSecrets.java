package org.nessiebackup.cli.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What was given to a run and may be a secret: the values of password variables, and whatever is
 * given for a secret's file, command or address.
 *
 * @param environment the environment of the run
 * @param arguments its command line
 */
record GivenSecrets(Map<String, String> environment, List<String> arguments) {
  /** A shorter word would hide parts of sentences, and is guessed anyway. */
  private static final int SHORTEST = 6;

  /** Options whose values are secret if they are not what they should be. */
  private static final String OPTIONS =
      "identity|host-key|to-host-key|trusted-key|recipient|notify|heartbeat|push-gateway"
          + "|(?!metrics)[a-z0-9-]+-file|[a-z0-9-]+-command";

  private static final Pattern OPTION = Pattern.compile("--(?:" + OPTIONS + ")");
  private static final Pattern OPTION_WITH_VALUE =
      Pattern.compile("(--(?:" + OPTIONS + "))=(.+)", Pattern.DOTALL);

  private static final Pattern OWN_VARIABLE =
      Pattern.compile(
          "NESSIE_BACKUP_(?:[A-Z_]+__)?(?:(?:TO_)?HOST_KEY|IDENTITY|TRUSTED_KEY|RECIPIENT|NOTIFY|HEARTBEAT"
              + "|PUSH_GATEWAY|(?!METRICS)[A-Z0-9_]+_(?:FILE|COMMAND))");

  private static final Pattern PASSWORD_VARIABLE =
      Pattern.compile(
          "(?i).*(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|ACCOUNT_KEY|ACCESS_KEY"
              + "|CONNECTION_STRING|SAS|CREDENTIALS)");

  /** Another option, a public key, an address without a path. */
  private static final Pattern MEANT =
      Pattern.compile("--.*|age1[0-9a-z,]+|[0-9a-fA-F]{64}|[a-zA-Z]+://[^/?#@]+/?", Pattern.DOTALL);

  /** A program, perhaps with arguments. */
  private static final Pattern COMMAND = Pattern.compile("[a-z-]+(?: .*)?", Pattern.DOTALL);

  private static final Pattern SETTING = Pattern.compile("(?:NESSIE_BACKUP|POSTGRES|PG|QUARKUS).*");

  /** All of them, each once. */
  Set<String> all() {
    Set<String> all = new LinkedHashSet<>();
    environment.forEach(
        (name, value) -> {
          if (PASSWORD_VARIABLE.matcher(name).matches() && !isSaidOpenly(value)) {
            all.add(value);
          }
        });
    environment.forEach(
        (name, value) -> {
          if (OWN_VARIABLE.matcher(name).matches() && !isMeant(name, value)) {
            all.add(value.strip());
          }
        });
    for (int i = 0; i < arguments.size(); i++) {
      String option = i == 0 ? "" : arguments.get(i - 1);
      Matcher joined = OPTION_WITH_VALUE.matcher(arguments.get(i));
      if (joined.matches() && !isMeant(joined.group(1), joined.group(2))) {
        all.add(joined.group(2).strip());
      } else if (OPTION.matcher(option).matches() && !isMeant(option, arguments.get(i))) {
        all.add(arguments.get(i).strip());
      }
    }
    all.removeIf(value -> value.length() < SHORTEST);
    return all;
  }

  /** Whether it is what was asked for, and may be shown: a file, a public key, a command. */
  private static boolean isMeant(String name, String value) {
    boolean command = name.endsWith("-command") || name.endsWith("_COMMAND");
    return FileName.isLikely(value)
        || MEANT.matcher(value).matches()
        || (command && COMMAND.matcher(value).matches());
  }

  /**
   * A password that is the database's name as well cannot be hidden, and hiding it would reveal it.
   */
  private boolean isSaidOpenly(String value) {
    return arguments.stream().anyMatch(each -> each.contains(value))
        || environment.entrySet().stream()
            .filter(each -> SETTING.matcher(each.getKey()).matches())
            .filter(each -> !PASSWORD_VARIABLE.matcher(each.getKey()).matches())
            .anyMatch(each -> each.getValue().contains(value));
  }
}
