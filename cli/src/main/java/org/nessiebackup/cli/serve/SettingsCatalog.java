package org.nessiebackup.cli.serve;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.TableSet;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.console.WorkOwner;
import org.nessiebackup.cli.text.Redaction;
import org.nessiebackup.journal.JournalOptions;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.service.fleet.ServedCatalog;
import org.nessiebackup.service.fleet.ServedReplica;
import org.nessiebackup.service.schedule.CatalogSchedule;
import org.nessiebackup.status.StatusOptions;
import org.nessiebackup.vault.Vault;

/**
 * A catalog as settings describe it.
 *
 * @param name what it is called
 * @param arguments what means it on a command line
 * @param options what is set for it
 * @param typed what was typed for it, as variables
 * @param redaction knows the secrets that are set for it
 * @param root the program
 */
record SettingsCatalog(
    String name,
    List<String> arguments,
    CatalogOptions options,
    Map<String, String> typed,
    Redaction redaction,
    NessieBackup root)
    implements ServedCatalog {
  /**
   * Variables that are about the process that has them: who looks at it, which keys it has, how it
   * reports. A command that is run for a catalog is asked for by nobody at a terminal.
   */
  private static final Predicate<String> OF_THE_SERVICE =
      Pattern.compile(
              "NESSIE_BACKUP_(TERMINALS|COLUMNS|JOB|CRON_JOB|LAUNCHER|CHILD|((.*__)?("
                  + "IDENTITY(_COMMAND)?|OUTPUT|JSON|PROGRESS|QUIET|LOG_FORMAT|TERMINATION_LOG)))")
          .asMatchPredicate();

  /** Copies the lists. */
  SettingsCatalog {
    arguments = List.copyOf(arguments);
    typed = Map.copyOf(typed);
  }

  /** What is done for it by itself. */
  CatalogSchedule schedule() {
    return options.schedules.schedule(name, options.journal.journal && readsBackups());
  }

  /** Refuses a place that cannot be one; whether a vault is there, and answers, is seen later. */
  void requirePlace() {
    try {
      options.vault.store(root.invocation(), root.console());
    } catch (BackupException e) {
      if (e.failure() == Failure.USAGE) {
        throw Failure.USAGE.exception(
            "catalog \"%s\": %s".formatted(name, e.getMessage()), e.hint().orElse(null), e);
      }
    }
  }

  /** The same for all places that are one. */
  String vaultKey() {
    return options
        .vault
        .folder()
        .map(Path::toAbsolutePath)
        .map(Path::normalize)
        .map(Path::toString)
        .orElseGet(() -> options.vault.name().replaceFirst("/+$", ""));
  }

  /** The variables of commands that are run for it. */
  Map<String, String> environment() {
    Map<String, String> environment = new HashMap<>(root.invocation().environment());
    environment.keySet().removeIf(OF_THE_SERVICE);
    environment.putAll(typed);
    environment.putAll(options.identities.variables());
    return environment;
  }

  @Override
  public String place() {
    return redacted(options.vault.name());
  }

  @Override
  public String redacted(String message) {
    return redaction.message(message);
  }

  @Override
  public Vault vault() {
    return options.vault.open(root.invocation(), root.console(), options.identities);
  }

  @Override
  public Database database() {
    return options.connection.database(root.invocation(), root.console());
  }

  @Override
  public Optional<String> schema() {
    return options.tables.schema();
  }

  @Override
  public Optional<TableSet> tables() {
    return options.tables.tables();
  }

  @Override
  public StatusOptions thresholds() {
    return options.ages.thresholds(schedule(), root.invocation().clock().instant());
  }

  @Override
  public Optional<Duration> tipInterval() {
    return options.schedules.tipInterval();
  }

  @Override
  public Optional<JournalOptions> journal() {
    return options.journal.of(options.tables);
  }

  @Override
  public Optional<ServedReplica> replica() {
    return options.replica.of(options.connection, root.invocation(), root.console());
  }

  @Override
  public boolean seemsGone(String owner) {
    return WorkOwner.isGone(owner, root.invocation());
  }

  @Override
  public boolean readsBackups() {
    return options.identities.given();
  }
}
