package org.nessiebackup.cli.backup;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nessiebackup.BackupException;
import org.nessiebackup.WorkContext;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.BackupReport;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.cli.command.NessieBackup;
import org.nessiebackup.cli.connection.CatalogOptions;
import org.nessiebackup.cli.connection.ConnectionOptions;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.cli.copy.VaultCopies;
import org.nessiebackup.cli.option.DurationOption;
import org.nessiebackup.cli.option.IdentityOptions;
import org.nessiebackup.cli.option.JobsOption;
import org.nessiebackup.cli.option.TargetHostKeyOption;
import org.nessiebackup.cli.option.VaultOption;
import org.nessiebackup.copy.CopyOptions;
import org.nessiebackup.copy.CopyReport;
import org.nessiebackup.copy.VaultCopy;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.SessionPrefetch;
import org.nessiebackup.retention.PruneOptions;
import org.nessiebackup.retention.PrunePlan;
import org.nessiebackup.retention.PruneReport;
import org.nessiebackup.retention.VaultPrune;
import org.nessiebackup.vault.Vault;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

@Command(
    name = "backup",
    description = "Back up the catalog, as of one moment, while Nessie goes on serving.",
    footer = {
      "",
      "The role needs SELECT on the catalog's tables and nothing else.",
      "One that a person asks for, at a terminal or by `kubectl create job --from=cronjob/…`, gets"
          + " the",
      "tag \"manual\", by which the vault's policy keeps it for a week.",
      "A backup stores what has changed since an earlier one, and says so; `list`, `restore` and"
          + " all else take any backup, as if it were whole.",
      "",
      "Examples:",
      "  nessie-backup backup --vault /backup/nessie --jdbc-url jdbc:postgresql://db:5432/nessie"
          + " \\",
      "    --user nessie --password-file /run/secrets/password",
      "  nessie-backup backup --tag audit --copy-to /offsite/nessie --prune",
      "  POSTGRES_HOST=db POSTGRES_USER=nessie nessie-backup backup --json"
    })
public final class BackupCommand implements Callable<Integer> {
  @ParentCommand NessieBackup root;
  @Mixin VaultOption vault;
  @Mixin IdentityOptions identities;
  @Mixin TargetHostKeyOption targetHostKey;
  @Mixin ConnectionOptions connection;
  @Mixin CatalogOptions catalog;
  @Mixin JobsOption jobs;
  @Mixin AfterBackupOptions after;

  @Option(
      names = "--type",
      order = 42,
      paramLabel = "TYPE",
      defaultValue = "auto",
      description = {
        "auto: what has changed since an earlier backup where that is safe, else everything, and"
            + " says why (default).",
        "full: everything. incremental: what has changed, or an error."
      })
  BackupOptions.Wanted wanted;

  @Option(
      names = "--full-every",
      order = 43,
      paramLabel = "SPAN",
      converter = DurationOption.class,
      description =
          "How old a full backup may be that others build on, such as 12h or 7d (default: as the"
              + " vault says, 7d if it says nothing).")
  Duration fullEvery;

  @Option(
      names = "--continue-history",
      order = 45,
      fallbackValue = "true",
      description =
          "The catalog is another one than that of the vault's backups, and continues their"
              + " history: after a migration to a new server.")
  boolean continueHistory;

  @Override
  public Integer call() {
    BackupOptions options =
        new BackupOptions(
            catalog.schema(),
            catalog.tables(),
            jobs.jobs(),
            continueHistory,
            wanted,
            Optional.ofNullable(fullEvery),
            after.tags(ManualRun.is(root.invocation())));
    Database database = connection.database(root.invocation(), root.console());
    WorkContext work = root.console().work();
    SessionPrefetch connecting = database.prefetch(work.cancellation());
    try {
      return run(options, database, work);
    } finally {
      connecting.close();
    }
  }

  private int run(BackupOptions options, Database database, WorkContext work) {
    Console console = root.console();
    Vault opened = vault.openToWrite(root.invocation(), console);
    Optional<VaultCopy> second = after.copyTo().flatMap(place -> ready(place, console, work));
    int parts = 1 + (after.copyTo().isPresent() ? 1 : 0) + (after.prune() ? 1 : 0);
    work.progress().part(1, parts);
    BackupReport backup = new CatalogBackup(opened, database, work).run(options);
    try {
      work.progress().part(2, parts);
      Optional<CopyReport> copy =
          second
              .or(() -> after.copyTo().map(place -> copyInto(place, console, work)))
              .map(each -> copy(each, jobs.jobs()));
      work.progress().part(parts, parts);
      Optional<PruneReport> pruned =
          after.prune() ? Optional.of(prune(new VaultPrune(opened, work))) : Optional.empty();
      return console.show(new BackupView(backup, copy, pruned));
    } catch (BackupException e) {
      console.record(new BackupView(backup, Optional.empty(), Optional.empty()));
      throw e.failure()
          .exception(
              "backup \"%s\" is whole, but what was to follow failed: %s"
                  .formatted(backup.manifest().id(), e.getMessage()),
              e.hint().orElse(null),
              e);
    }
  }

  /**
   * A second place that cannot be reached now is no reason to make no backup; it is tried again.
   */
  private Optional<VaultCopy> ready(String place, Console console, WorkContext work) {
    try {
      return Optional.of(copyInto(place, console, work));
    } catch (BackupException e) {
      return switch (e.failure()) {
        case STORE, STORE_FULL, PERMISSION, CONNECTION -> Optional.empty();
        default -> throw e;
      };
    }
  }

  /**
   * Only a copy into a vault with other keys has to decrypt, and it should fail before a backup.
   */
  private VaultCopy copyInto(String place, Console console, WorkContext work) {
    Vault source = vault.openToWrite(root.invocation(), console, identities);
    VaultCopy copy =
        new VaultCopies(source, targetHostKey, root.invocation()).into(place, console, work);
    copy.checkKeys();
    return copy;
  }

  private static CopyReport copy(VaultCopy copy, int jobs) {
    return copy.execute(copy.plan(new CopyOptions(List.of(), Optional.empty(), jobs)));
  }

  /** Nobody is asked, so what the plan warns of is said. */
  private PruneReport prune(VaultPrune prune) {
    PrunePlan plan = prune.plan(PruneOptions.DEFAULT);
    plan.warnings().forEach(root.console()::warn);
    return prune.execute(plan);
  }
}
