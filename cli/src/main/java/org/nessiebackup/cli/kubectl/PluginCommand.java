package org.nessiebackup.cli.kubectl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Where a command runs that somebody has typed behind kubectl. */
sealed interface PluginCommand {
  /** Those that exchange a catalog: they stop and start Nessie by the rights of who types. */
  List<String> HERE = List.of("restore", "undo", "reset");

  /**
   * In a pod of the installation.
   *
   * @param component whose pods have what it takes
   * @param kept whether its Job stays, as something was done
   */
  record InPod(String component, boolean kept) implements PluginCommand {}

  /** In this process, which is told that Nessie runs on Kubernetes. */
  record Here() implements PluginCommand {}

  /** Shows what a pod has written. */
  record Log() implements PluginCommand {}

  /** Commands that run in pods, and in whose. */
  enum Pods {
    /** Reads the database, signs, and writes the vault. */
    BACKUP("backup", true, "backup", "mark"),
    /** Removes. */
    PRUNE("prune", true, "prune", "keep", "unlock"),
    /** Reads all bytes. */
    VERIFY("verify", true, "verify"),
    /** Asks everything. */
    CHECK("check", false, "check"),
    /** Has the identity and room. */
    DRILL("drill", true, "drill", "refs", "log", "ls", "cat", "diff", "find-change"),
    /** Reads the vault. */
    STATUS("status", false, "status", "list", "show"),
    /** Makes the vault. */
    INIT("init", true, "init");

    private final String component;
    private final boolean kept;
    private final List<String> commands;

    Pods(String component, boolean kept, String... commands) {
      this.component = component;
      this.kept = kept;
      this.commands = List.of(commands);
    }
  }

  /** The command of a name; absent if it is none that the plugin has. */
  static Optional<PluginCommand> of(String name) {
    if (name.equals("logs")) {
      return Optional.of(new Log());
    }
    if (HERE.contains(name)) {
      return Optional.of(new Here());
    }
    return Arrays.stream(Pods.values())
        .filter(pods -> pods.commands.contains(name))
        .findFirst()
        .map(pods -> new InPod(pods.component, pods.kept));
  }

  /** All that there are, for people. */
  static String names() {
    return Arrays.stream(Pods.values())
        .flatMap(pods -> pods.commands.stream())
        .sorted()
        .collect(Collectors.joining(", ", "", ", logs, " + String.join(", ", HERE)));
  }
}
