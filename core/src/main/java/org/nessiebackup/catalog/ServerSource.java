package org.nessiebackup.catalog;

import java.util.Optional;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.tables.CatalogLocation;

/**
 * A catalog on a server, as a manifest describes where a backup came from.
 *
 * @param server the server
 * @param catalog the catalog
 */
public record ServerSource(ServerFacts server, CatalogLocation catalog) {
  /** Without a snapshot: which catalog it is, to be compared with that of a backup. */
  public Source.Server identity() {
    return at("", Optional.empty(), Optional.empty());
  }

  /**
   * As of a snapshot.
   *
   * @param transactions which ones it sees
   * @param before the end of the log before it was taken, as far as the role may ask
   * @param behind the end of the log afterwards
   */
  public Source.Server at(String transactions, Optional<String> before, Optional<String> behind) {
    ServerFacts.Identity identity = server.identity();
    return new Source.Server(
        identity.system(),
        identity.timeline(),
        identity.database(),
        identity.databaseOid(),
        catalog.schema(),
        catalog.tables().label(),
        server.version().text(),
        server.version().number(),
        server.standby(),
        before,
        transactions,
        Optional.of(server.started()),
        behind);
  }
}
