package org.nessiebackup.testing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.restore.RestorePlan;
import org.nessiebackup.restore.RestoreReport;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.undo.UndoReport;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;

/** The operations with the options that most tests want. */
public final class Operations {
  private final Vault vault;
  private final Database database;
  private final TestContext work;

  /** On a vault in a store, which is made if it is not there. */
  public Operations(ObjectStore store, Database database, TestContext work) {
    this.vault =
        Vault.create(
            store,
            new NewVault(
                "a vault", Instant.now(), "nessie-backup test", List.of(), Optional.empty()));
    this.database = database;
    this.work = work;
  }

  /** The vault. */
  public Vault vault() {
    return vault;
  }

  /** Backs up what is found. */
  public Manifest backup() {
    return backup(
        new BackupOptions(
            Optional.empty(),
            Optional.empty(),
            2,
            false,
            BackupOptions.Wanted.AUTO,
            Optional.empty(),
            List.of()));
  }

  /** Backs up all of what is found. */
  public Manifest full() {
    return backup(
        new BackupOptions(
            Optional.empty(),
            Optional.empty(),
            2,
            false,
            BackupOptions.Wanted.FULL,
            Optional.empty(),
            List.of()));
  }

  /** Backs up the catalog in a schema. */
  public Manifest backup(String schema) {
    return backup(
        new BackupOptions(
            Optional.of(schema),
            Optional.empty(),
            2,
            false,
            BackupOptions.Wanted.AUTO,
            Optional.empty(),
            List.of()));
  }

  /** Backs up. */
  public Manifest backup(BackupOptions options) {
    return new CatalogBackup(vault, database, work.context()).run(options).manifest();
  }

  /** What a restore of the newest backup would do. */
  public RestorePlan plan() {
    return restore().plan(new RestoreOptions("latest", Optional.empty(), 2, false));
  }

  /** Restores the newest backup. */
  public RestoreReport restoreLatest() {
    return restore().execute(plan());
  }

  /** Restores the newest backup into a schema. */
  public RestoreReport restoreInto(String schema) {
    CatalogRestore restore = restore();
    return restore.execute(
        restore.plan(new RestoreOptions("latest", Optional.of(schema), 2, false)));
  }

  /** The operation. */
  public CatalogRestore restore() {
    return new CatalogRestore(vault, database, work.context());
  }

  /** Takes the last restore back. */
  public UndoReport undo() {
    RestoreUndo undo = new RestoreUndo(database, work.context());
    return undo.execute(undo.planUndo(new UndoOptions(Optional.empty(), false)));
  }
}
