package org.nessiebackup.cli.replica;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.cli.console.Console;
import org.nessiebackup.integrity.GraphCheck;
import org.nessiebackup.integrity.GraphOptions;
import org.nessiebackup.integrity.GraphReport;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.replica.CatalogReplica;
import org.nessiebackup.vault.Vault;

/**
 * Whether a replica's catalog is whole.
 *
 * @param vault opens the vault
 * @param replica where it is
 * @param jobs how many threads read it
 */
record ReplicaGraph(Supplier<Vault> vault, Database replica, int jobs, Console console)
    implements CatalogReplica.GraphProof {
  @Override
  public List<String> findings(String schema) {
    GraphOptions options =
        new GraphOptions(new CatalogOrigin.Live(Optional.of(schema), Optional.empty()), jobs);
    return new GraphCheck(vault, () -> replica, console.work().uncounted())
        .run(options).repositories().stream()
            .flatMap(repository -> repository.findings().stream())
            .map(GraphReport.Finding::message)
            .toList();
  }
}
