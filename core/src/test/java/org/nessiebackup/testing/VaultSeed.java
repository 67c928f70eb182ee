package org.nessiebackup.testing;

import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.Lsn;
import org.nessiebackup.WorkContext;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.replica.CatalogReplica;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.vault.Vault;

/**
 * Seeds a replica as the command line does.
 *
 * @param vault with all keys
 * @param primary is backed up
 * @param replica is restored into
 * @param context what the operations are given
 */
public record VaultSeed(Vault vault, Database primary, Database replica, WorkContext context)
    implements CatalogReplica.Seed {
  @Override
  public BackupId take(String snapshot, Lsn point) {
    BackupOptions options =
        new BackupOptions(
            Optional.empty(),
            Optional.empty(),
            2,
            false,
            BackupOptions.Wanted.AUTO,
            Optional.empty(),
            List.of());
    return new CatalogBackup(vault, primary, context)
        .run(options, new CatalogBackup.HeldMoment(snapshot, point))
        .manifest()
        .id();
  }

  @Override
  public void restore(BackupId backup, RestoreId restore, String schema) {
    CatalogRestore operation = new CatalogRestore(vault, replica, context);
    operation.execute(
        operation.plan(new RestoreOptions(backup.value(), Optional.of(schema), 2, false), restore));
  }
}
