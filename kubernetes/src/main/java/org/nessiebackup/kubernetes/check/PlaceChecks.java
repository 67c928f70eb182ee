package org.nessiebackup.kubernetes.check;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.check.CatalogCheck;
import org.nessiebackup.check.CheckOptions;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.check.CheckReport.Status;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.store.FileErrors;

/** Database and vault, as far as they can be reached from where this runs. */
record PlaceChecks(Cluster cluster, Places places, Items items, WorkContext context) {
  /** A tenth of free space is little. */
  private static final int LITTLE = 10;

  void run(CheckOptions options, Optional<JobEnvironment> job, Optional<Database> ofJob) {
    Optional<Database> database = places.givenDatabase().or(() -> ofJob);
    CatalogCheck check = new CatalogCheck(() -> places.vault(job), database::orElseThrow, context);
    if (database.isEmpty()) {
      items.fail(
          "connection",
          "not looked at: the CronJob's settings, which say where the database is, are not known",
          "See the items above, or name it by --jdbc-url.");
    } else if (places.givenDatabase().isPresent() || reachable(database.get())) {
      items.addAll(check.server(options));
    }
    vault(check, options, job);
  }

  /** From a laptop, a name of the cluster leads nowhere; that says nothing about the cluster. */
  private boolean reachable(Database database) {
    if (cluster.inside()) {
      return true;
    }
    try {
      database.open(context.cancellation()).close();
      return true;
    } catch (BackupException e) {
      if (e.failure() == Failure.INTERRUPTED) {
        throw e;
      }
      if (e.failure() != Failure.CONNECTION) {
        // It answers; whoever checks it next says what is wrong.
        return true;
      }
      String address = database.describe();
      items.warn(
          "connection",
          "not looked at: \"%s\" cannot be reached from outside of the cluster".formatted(address),
          "In another terminal: kubectl port-forward -n %s service/%s 15432:%s; then add --jdbc-url"
                  .formatted(
                      cluster.namespace(), Addresses.service(address), Addresses.port(address))
              + " jdbc:postgresql://localhost:15432/%s with --user and --password-command."
                  .formatted(Addresses.database(address)));
      return false;
    }
  }

  private void vault(CatalogCheck check, CheckOptions options, Optional<JobEnvironment> job) {
    Optional<Path> folder = places.vaultFolder(job);
    if (places.vaultGiven()) {
      items.addAll(check.vault(options));
      folder.ifPresent(this::space);
    } else if (job.isEmpty()) {
      items.fail(
          "vault",
          "not looked at: the CronJob's settings, which say where it is, are not known",
          "See the items above, or name it by --vault.");
    } else if (folder.isPresent() && !(cluster.inside() && Files.isDirectory(folder.get()))) {
      items.warn(
          "vault",
          "not looked at, nor its free space: \"%s\" is a folder in the CronJob's pods"
              .formatted(folder.get()),
          "Run check there: kubectl create job --from=cronjob/nessie-backup-check"
              + " nessie-backup-check-now; or --run-backup, which makes a backup there.");
    } else {
      found(check.vault(options));
      folder.ifPresent(this::space);
    }
  }

  /** A bucket that opens in the cluster only says nothing about the cluster either. */
  private void found(List<Item> found) {
    Item first = found.getFirst();
    if (cluster.inside() || first.status() != Status.FAIL || !first.name().equals("vault")) {
      items.addAll(found);
      return;
    }
    items.warn(
        "vault",
        "cannot be opened from here: " + first.detail(),
        first.advice().orElse("Name it by --vault, as it is reached from here.")
            + " In the cluster: kubectl create job --from=cronjob/nessie-backup-check"
            + " nessie-backup-check-now.");
  }

  private void space(Path folder) {
    if (Files.notExists(folder)) {
      // What is said of the vault says it.
      return;
    }
    try {
      FileStore disk = Files.getFileStore(folder);
      long free = disk.getUsableSpace();
      long total = Math.max(1, disk.getTotalSpace());
      String detail = "%,d MiB of %,d MiB under \"%s\"".formatted(free >> 20, total >> 20, folder);
      if (free / (total / 100.0) < LITTLE) {
        items.warn(
            "free-space",
            detail,
            "Make the volume larger, or keep less: prune --dry-run shows what would go.");
      } else {
        items.ok("free-space", detail);
      }
    } catch (IOException e) {
      items.warn(
          "free-space",
          "cannot be told of \"%s\": %s".formatted(folder, FileErrors.reason(e, folder)),
          "Look at the vault's folder.");
    }
  }
}
