package org.nessiebackup.acceptance.torture;

import java.util.List;
import java.util.Optional;
import java.util.Random;
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
import org.nessiebackup.verify.BackupVerification;
import org.nessiebackup.verify.VerifyOptions;
import org.nessiebackup.verify.VerifyReport;

/** The operations with the options that a torture wants. */
final class VaultOperations {
  private static final int JOBS = 2;

  private final TortureScene scene;

  VaultOperations(TortureScene scene) {
    this.scene = scene;
  }

  TorturedOperation backup(BackupOptions.Wanted wanted) {
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
    return new TorturedOperation(
        "backup " + type,
        List.of("backup", "--type", type),
        (store, database) ->
            new CatalogBackup(scene.vault().open(store), database, scene.context()).run(options));
  }

  TorturedOperation restore(String id) {
    return new TorturedOperation(
        "restore in place",
        List.of("restore", id, "--yes"),
        (store, database) -> restore(store, database, id, Optional.empty()));
  }

  /** Restores beside the catalog. */
  void restoreInto(ObjectStore store, String id, String schema) {
    restore(store, scene.database(), id, Optional.of(schema));
  }

  private void restore(ObjectStore store, Database database, String id, Optional<String> schema) {
    CatalogRestore restore =
        new CatalogRestore(scene.vault().open(store), database, scene.context());
    restore.execute(restore.plan(new RestoreOptions(id, schema, JOBS, true)));
  }

  void undo() {
    RestoreUndo undo = new RestoreUndo(scene.database(), scene.context());
    undo.execute(undo.planUndo(new UndoOptions(Optional.empty(), true)));
  }

  void release() {
    RestoreUndo undo = new RestoreUndo(scene.database(), scene.context());
    UndoPlan plan = undo.planRelease(new UndoOptions(Optional.empty(), true));
    undo.execute(plan);
  }

  TorturedOperation prune(Random random) {
    int last = 2 + random.nextInt(5);
    int hourly = random.nextInt(3);
    RetentionPolicy policy =
        new RetentionPolicy(last, hourly, 0, 0, 0, 0, Optional.empty(), List.of(), "UTC");
    return new TorturedOperation(
        "prune",
        List.of("prune", "--keep-last", "" + last, "--keep-hourly", "" + hourly, "--yes"),
        (store, database) -> prune(store, policy));
  }

  /** Removes what has no meaning any more, and of the backups what the policy lets go. */
  void prune(ObjectStore store, RetentionPolicy policy) {
    VaultPrune prune = new VaultPrune(scene.vault().open(store), scene.context());
    prune.execute(prune.plan(new PruneOptions(Optional.of(policy), Optional.empty())));
  }

  TorturedOperation copy() {
    return new TorturedOperation(
        "copy",
        List.of("copy", "--all", "--to", scene.vault().copyPlace()),
        (store, database) -> {
          VaultCopy copy =
              VaultCopy.into(
                  scene.vault().copyStore(),
                  there -> scene.vault().access(),
                  scene.vault().open(store),
                  scene.context());
          copy.execute(copy.plan(new CopyOptions(List.of(), Optional.empty(), JOBS)));
        });
  }

  /** A further recipient for what comes. */
  void addRecipient() {
    KeyMaintenance keys = new KeyMaintenance(scene.vault().open(), scene.context());
    keys.add(List.of(scene.vault().newIdentity().recipient()));
  }

  /** And for what is there. */
  TorturedOperation rewrap() {
    return new TorturedOperation(
        "rewrap",
        List.of("key", "rewrap", "--all"),
        (store, database) ->
            new KeyMaintenance(scene.vault().open(store), scene.context())
                .rewrap(new RewrapOptions(List.of())));
  }

  VerifyReport verify(ObjectStore store) {
    return new BackupVerification(scene.vault().open(store), scene.context())
        .run(new VerifyOptions(Optional.empty(), false, JOBS));
  }
}
