package org.nessiebackup.service.run;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.Failure;
import org.nessiebackup.Labelled;

/** What a command does to its catalog and vault, and so beside what else it may be at work. */
public enum CommandKind implements Labelled {
  /** Shows something, or what would be done. */
  LOOK,
  /** Proves something: reads much, changes nothing but notes. */
  PROOF,
  /** Adds to the vault. */
  BACKUP,
  /** Adds to another vault what is in this one. */
  COPY,
  /** Removes from the vault, or stores again what is there. */
  CLEANING,
  /** Replaces something in the catalog. */
  RESTORE;

  private static final Map<String, CommandKind> KINDS =
      Map.ofEntries(
          Map.entry("list", LOOK),
          Map.entry("show", LOOK),
          Map.entry("status", LOOK),
          Map.entry("refs", LOOK),
          Map.entry("log", LOOK),
          Map.entry("ls", LOOK),
          Map.entry("cat", LOOK),
          Map.entry("diff", LOOK),
          Map.entry("find-change", LOOK),
          Map.entry("verify", PROOF),
          Map.entry("check", PROOF),
          Map.entry("drill", PROOF),
          Map.entry("backup", BACKUP),
          Map.entry("keep", BACKUP),
          Map.entry("copy", COPY),
          Map.entry("prune", CLEANING),
          Map.entry("restore", RESTORE),
          Map.entry("restore-ref", RESTORE),
          Map.entry("restore-table", RESTORE),
          Map.entry("undo", RESTORE),
          Map.entry("reset", RESTORE));

  private static final Set<String> HUNGRY =
      Set.of("--graph", "--files", "--full", "--identity", "--deep");

  /**
   * That of a command.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#USAGE} if a service does not execute it
   */
  public static CommandKind of(Command command) {
    CommandKind kind =
        known(command.name())
            .orElseThrow(
                () ->
                    Failure.USAGE.exception(
                        "the service does not run \"%s\"".formatted(command.name()),
                        "Run it yourself: nessie-backup " + command.line()));
    return rehearsed(command) ? LOOK : kind;
  }

  /** That of the command with this name, if a service executes it. */
  public static Optional<CommandKind> known(String name) {
    return Optional.ofNullable(KINDS.get(name));
  }

  private static boolean rehearsed(Command command) {
    return command.words().contains("--dry-run") || command.words().contains("-n");
  }

  /** Where a command is executed: what is hungry, or needs an identity, has its own process. */
  public static Place placeOf(Command command) {
    boolean own =
        switch (of(command)) {
          case LOOK, PROOF ->
              command.name().equals("drill")
                  || provesJournal(command)
                  || command.words().stream()
                      .map(word -> word.replaceFirst("=.*", ""))
                      .anyMatch(HUNGRY::contains);
          case BACKUP, COPY, CLEANING -> false;
          case RESTORE -> true;
        };
    return own ? Place.CHILD : Place.SERVICE;
  }

  /** To list a journal takes no rows. */
  private static boolean provesJournal(Command command) {
    return command.name().equals("verify") && command.words().contains("--journal");
  }

  /** Whether two such works must not go on at the same time for one catalog. */
  public boolean excludes(CommandKind other) {
    return switch (this) {
      case LOOK, PROOF -> false;
      case BACKUP -> other == BACKUP || other == CLEANING || other == RESTORE;
      case COPY -> other == COPY || other == CLEANING;
      case CLEANING -> other == BACKUP || other == COPY || other == CLEANING || other == RESTORE;
      case RESTORE -> other == BACKUP || other == CLEANING || other == RESTORE;
    };
  }
}
