package org.nessiebackup.cli.kubectl;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.ObjectFields;
import org.nessiebackup.kubernetes.job.InstalledJobs;
import org.nessiebackup.kubernetes.job.JobRequest;
import org.nessiebackup.kubernetes.request.DeclaredCatalog;
import tools.jackson.databind.JsonNode;

/**
 * What the operator has seen of a catalog, and what the vault says now where that may be asked.
 *
 * @param limit how long the vault is waited for
 */
record CatalogStatus(Cluster cluster, Console console, Duration limit) {
  int show(DeclaredCatalog catalog) {
    CatalogText.of(catalog).forEach(console::relay);
    try {
      console.relay("");
      return new InstalledJobs(cluster)
          .run(
              new JobRequest("status", Optional.of(catalog.name()), List.of(), false, limit),
              console::relay)
          .exitCode();
    } catch (BackupException e) {
      if (e.failure() != Failure.PERMISSION) {
        throw e;
      }
      console.work().progress().detail(Progress.Detail.VERBOSE, e::getMessage);
      console.note(
          "the vault is not asked, as no Job may be made: this is what the operator has seen");
      return exitCode(catalog.object());
    }
  }

  /** As the command has it that asks the vault. */
  private static int exitCode(JsonNode catalog) {
    if (catalog.at("/status/vault/stale").asBoolean(false)) {
      return Failure.STALE.exitCode();
    }
    boolean bad =
        catalog
            .at("/status/conditions")
            .valueStream()
            .anyMatch(said -> ObjectFields.text(said.path("status")).orElse("").equals("False"));
    return bad ? Failure.FINDINGS.exitCode() : 0;
  }
}
