package org.nessiebackup.vault.backups;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;

/** One vault holds one catalog's history, so that "latest" always means what the user thinks. */
public final class CatalogHistory {
  private CatalogHistory() {}

  /**
   * Compares with the newest backup that came from a server.
   *
   * @param vault where the vault is
   * @throws BackupException {@link Failure#TARGET_GUARDED} if that was another catalog
   */
  public static void check(String vault, Optional<Manifest> newest, Source.Server source) {
    newest
        .flatMap(Manifest::server)
        .filter(before -> !sameCatalog(before, source))
        .ifPresent(
            before -> {
              throw Failure.TARGET_GUARDED.exception(
                  "vault \"%s\" holds the history of another catalog (%s); this one is %s"
                      .formatted(vault, before.describe(), source.describe()),
                  "Use a vault of its own for each catalog. If this catalog continues that one (a"
                      + " new server, a migration), say so once with --continue-history.");
            });
  }

  /** Whether two backups are, as far as servers say, of one catalog. */
  public static boolean sameCatalog(Source.Server before, Source.Server now) {
    boolean sameServer =
        before.systemIdentifier().isEmpty()
            || now.systemIdentifier().isEmpty()
            || before.systemIdentifier().equals(now.systemIdentifier());
    return sameServer
        && before.database().equals(now.database())
        && before.schema().equals(now.schema())
        && before.storeType().equals(now.storeType());
  }
}
