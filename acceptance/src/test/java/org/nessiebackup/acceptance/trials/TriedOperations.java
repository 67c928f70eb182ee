package org.nessiebackup.acceptance.trials;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.nessiebackup.WorkContext;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.copy.CopyOptions;
import org.nessiebackup.copy.VaultCopy;
import org.nessiebackup.keys.KeyMaintenance;
import org.nessiebackup.keys.RewrapOptions;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.retention.PruneOptions;
import org.nessiebackup.retention.VaultPrune;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.undo.RestoreUndo;
import org.nessiebackup.undo.UndoOptions;
import org.nessiebackup.undo.UndoPlan;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.BackupVerification;
import org.nessiebackup.verify.VerifyOptions;
import org.nessiebackup.verify.VerifyReport;

/** The operations with the options that a torture wants. */
public final class TriedOperations {
  private static final int JOBS = 2;

  private final TriedVault vault;
  private final Supplier<WorkContext> context;

  /** On a vault; each with a context of its own. */
  public TriedOperations(TriedVault vault, Supplier<WorkContext> context) {
    this.vault = vault;
    this.context = context;
  }

  public TriedOperation backup(BackupOptions.Wanted wanted) {
    BackupOptions options =
        new BackupOptions(
            Optional.of("nessie"),
            Optional.empty(),
            JOBS,
            false,
            wanted,
            Optional.empty(),
            List.of());
    String type = wanted.name().toLowerCase(java.util.Locale.ROOT);
    return new TriedOperation(
        "backup " + type,
        List.of("backup", "--type", type),
        (store, database) ->
            new CatalogBackup(vault.open(store), database, context.get()).run(options));
  }

  public TriedOperation restore(String id) {
    return new TriedOperation(
        "restore in place",
        List.of("restore", id, "--yes"),
        (store, database) -> restore(store, database, id, Optional.empty()));
  }

  /** Restores beside the catalog. */
  public void restoreInto(ObjectStore store, Database database, String id, String schema) {
    restore(store, database, id, Optional.of(schema));
  }

  private void restore(ObjectStore store, Database database, String id, Optional<String> schema) {
    CatalogRestore restore = new CatalogRestore(vault.open(store), database, context.get());
    restore.execute(restore.plan(new RestoreOptions(id, schema, JOBS, true)));
  }

  public void undo(Database database) {
    RestoreUndo undo = new RestoreUndo(database, context.get());
    undo.execute(undo.planUndo(new UndoOptions(Optional.empty(), true)));
  }

  public void release(Database database) {
    RestoreUndo undo = new RestoreUndo(database, context.get());
    UndoPlan plan = undo.planRelease(new UndoOptions(Optional.empty(), true));
    undo.execute(plan);
  }

  public TriedOperation prune(Random random) {
    int last = 2 + random.nextInt(5);
    int hourly = random.nextInt(3);
    RetentionPolicy policy =
        new RetentionPolicy(
            last,
            new RetentionPolicy.Periods(hourly, 0, 0, 0, 0),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            "UTC");
    return new TriedOperation(
        "prune",
        List.of("prune", "--keep-last", "" + last, "--keep-hourly", "" + hourly, "--yes"),
        (store, database) -> prune(store, policy));
  }

  /** Removes what has no meaning any more, and of the backups what the policy lets go. */
  public void prune(ObjectStore store, RetentionPolicy policy) {
    VaultPrune prune = new VaultPrune(vault.open(store), context.get());
    prune.execute(prune.plan(new PruneOptions(Optional.of(policy), Optional.empty())));
  }

  public TriedOperation copy() {
    return new TriedOperation(
        "copy",
        List.of("copy", "--all", "--to", vault.copyPlace()),
        (store, database) -> copy(store, vault.copyStore()));
  }

  /** Copies all that is missing there. */
  public void copy(ObjectStore store, ObjectStore place) {
    VaultCopy copy =
        VaultCopy.into(place, there -> vault.access(), vault.open(store), context.get());
    copy.execute(copy.plan(new CopyOptions(List.of(), Optional.empty(), JOBS)));
  }

  /** A further recipient for what comes. */
  public void addRecipient() {
    KeyMaintenance keys = new KeyMaintenance(vault.open(), context.get());
    keys.add(List.of(vault.newIdentity().recipient()));
  }

  /** And for what is there. */
  public TriedOperation rewrap() {
    return new TriedOperation(
        "rewrap",
        List.of("key", "rewrap", "--all"),
        (store, database) ->
            new KeyMaintenance(vault.open(store), context.get())
                .rewrap(new RewrapOptions(List.of())));
  }

  public VerifyReport verify(ObjectStore store) {
    return new BackupVerification(vault.open(store), context.get(), RowTap.NONE)
        .run(new VerifyOptions(Optional.empty(), false, JOBS));
  }
}
