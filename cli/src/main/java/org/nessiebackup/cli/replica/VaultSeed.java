package org.nessiebackup.cli.replica;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.WorkContext;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.replica.CatalogReplica;
import org.nessiebackup.replica.ReplicaOptions;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.vault.Vault;

/**
 * Seeds a replica by a backup and a restore.
 *
 * @param vaults opens the vault, with keys that write and keys that read
 * @param databases the two servers
 * @param options which catalog
 * @param base the backup that the one which is taken has to build on; absent if any will do
 * @param jobs parallel connections
 * @param context what the operations are given
 */
record VaultSeed(
    Supplier<Vault> vaults,
    Databases databases,
    ReplicaOptions options,
    Optional<String> base,
    int jobs,
    WorkContext context)
    implements CatalogReplica.Seed {
  /** The two servers. */
  record Databases(Database primary, Database replica) {}

  @Override
  public BackupId take(String snapshot, Lsn point) {
    Vault vault = vaults.get();
    base.ifPresent(words -> refuseOtherBase(vault, words));
    BackupOptions wanted =
        new BackupOptions(
            options.schema(),
            options.tables(),
            jobs,
            false,
            base.isPresent() ? BackupOptions.Wanted.INCREMENTAL : BackupOptions.Wanted.AUTO,
            Optional.empty(),
            List.of());
    return new CatalogBackup(vault, databases.primary(), context)
        .run(wanted, new CatalogBackup.HeldMoment(snapshot, point))
        .manifest()
        .id();
  }

  /** A backup builds on the newest chain, so that is where it has to be. */
  private static void refuseOtherBase(Vault vault, String words) {
    Manifest wanted = vault.backups().find(words);
    boolean member =
        vault
            .backups()
            .newest()
            .identified()
            .filter(
                newest ->
                    vault.backups().chain(newest).members().stream()
                        .anyMatch(each -> each.id().equals(wanted.id())))
            .isPresent();
    if (!member) {
      throw Failure.TARGET_GUARDED.exception(
          "nothing can build on backup \"%s\" any more: a newer full one has begun another chain"
              .formatted(wanted.id()),
          "Leave --seed out: what is taken builds on the newest one by itself where it can.");
    }
  }

  @Override
  public void restore(BackupId backup, RestoreId restore, String schema) {
    CatalogRestore operation = new CatalogRestore(vaults.get(), databases.replica(), context);
    operation.execute(
        operation.plan(
            new RestoreOptions(backup.value(), Optional.of(schema), jobs, false), restore));
  }
}
