package org.nessiebackup.cli.settings;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * How an option is called outside of the command line, by rule. In the environment {@code
 * --password-file} is {@code NESSIE_BACKUP_PASSWORD_FILE}, for one command alone {@code
 * NESSIE_BACKUP_BACKUP__PASSWORD_FILE}; two underscores stand in no name of a command or an option.
 */
public final class SettingNames {
  /** What all variables of this program begin with. */
  public static final String PREFIX = "NESSIE_BACKUP_";

  /** Variables of the launcher and of jobs, which are those of no option. */
  public static final Set<String> OF_THE_PROGRAM =
      Set.of(
          "NESSIE_BACKUP_CACHE",
          "NESSIE_BACKUP_CGROUPS",
          "NESSIE_BACKUP_CHILD",
          "NESSIE_BACKUP_COLUMNS",
          "NESSIE_BACKUP_CRON_JOB",
          "NESSIE_BACKUP_JAVA_HOME",
          "NESSIE_BACKUP_JAVA_OPTS",
          "NESSIE_BACKUP_JAVA_PLACES",
          "NESSIE_BACKUP_JOB",
          "NESSIE_BACKUP_LAUNCHER",
          "NESSIE_BACKUP_PASSWORD",
          "NESSIE_BACKUP_TERMINALS");

  private SettingNames() {}

  /** The variable of an option, for all commands to which it means the same. */
  public static String variable(String option) {
    return PREFIX + inCapitals(option.replaceFirst("^-+", ""));
  }

  /**
   * The variable of an option for one command.
   *
   * @param command the command's name, such as {@code key rewrap}
   */
  public static String variable(String command, String option) {
    return PREFIX + inCapitals(command) + "__" + inCapitals(option.replaceFirst("^-+", ""));
  }

  private static String inCapitals(String name) {
    return name.replaceAll("[ -]", "_").toUpperCase(Locale.ROOT);
  }

  /** The variables of an option of a command, the first one before the others. */
  public static List<String> variables(OptionSpec option) {
    String command = command(option.command());
    List<String> names = longNames(option).toList();
    Stream<String> alone =
        command.isEmpty()
            ? Stream.of()
            : names.stream().map(name -> SettingNames.variable(command, name));
    Stream<String> shared =
        isNamedByCommand(option) ? Stream.of() : names.stream().map(SettingNames::variable);
    return Stream.concat(alone, shared).toList();
  }

  /** Its names on the command line that are words. */
  static Stream<String> longNames(OptionSpec option) {
    return Stream.of(option.names()).filter(name -> name.startsWith("--"));
  }

  /** The name of a command without that of the program; empty for the program itself. */
  public static String command(CommandSpec command) {
    return command.qualifiedName(" ").replaceFirst("^\\S+ ?", "");
  }

  /** Whether an option is named together with its command only. */
  public static boolean isNamedByCommand(OptionSpec option) {
    Object command = option.command().userObject();
    NamedByCommand own = command == null ? null : annotation(command);
    return own != null && Stream.of(own.value()).anyMatch(List.of(option.names())::contains);
  }

  private static NamedByCommand annotation(Object command) {
    Class<?> type = command instanceof Class<?> itself ? itself : command.getClass();
    return type.getAnnotation(NamedByCommand.class);
  }
}
