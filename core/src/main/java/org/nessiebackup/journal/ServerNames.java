package org.nessiebackup.journal;

import java.util.Optional;
import org.nessiebackup.Digests;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.nessie.StoreType;
import org.nessiebackup.postgres.ServerFacts;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.tables.CatalogFinder;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.journal.StoredEpoch;

/**
 * What the journal of a vault is called on a server: slots are seen in all databases, and several
 * vaults may keep journals of one server.
 *
 * @param slot the replication slot
 * @param publication the publication
 * @param application the name of the session that is sent the changes
 * @param derived whether the slot's name is of our making, so that nobody else can have meant it
 */
record ServerNames(String slot, String publication, String application, boolean derived) {
  private static final String PREFIX = "nessie_backup_";
  private static final int DIGITS = 16;

  /** Those of what there is, also after its tables have gone; else of what there would be. */
  static ServerNames of(Session session, Vault vault, JournalOptions options) {
    Optional<JournalEpoch> newest =
        vault
            .journal()
            .newest()
            .filter(StoredEpoch.Usable.class::isInstance)
            .map(epoch -> ((StoredEpoch.Usable) epoch).document());
    String schema =
        options
            .schema()
            .or(() -> newest.map(epoch -> epoch.source().schema()))
            .orElseGet(() -> found(session, options));
    ServerNames names =
        of(vault.description().id(), ServerFacts.of(session), schema, options.names());
    return newest
        .filter(epoch -> names.derived())
        .map(
            epoch ->
                new ServerNames(
                    epoch.slot(),
                    names.publication(),
                    names.application(),
                    epoch.slot().equals(names.slot())))
        .orElse(names);
  }

  private static String found(Session session, JournalOptions options) {
    return CatalogFinder.find(session, StoreType.tableSets(options.tables()), Optional.empty())
        .schema();
  }

  /** Those of a catalog. */
  static ServerNames of(
      String vault, ServerFacts server, String schema, JournalOptions.Names given) {
    String catalogOfVault = "%s\n%d\n%s".formatted(vault, server.identity().databaseOid(), schema);
    String own = PREFIX + Digests.hex(catalogOfVault).substring(0, DIGITS);
    return new ServerNames(
        given.slot().orElse(own),
        given.publication().orElse(own),
        given.application(),
        given.slot().isEmpty());
  }
}
