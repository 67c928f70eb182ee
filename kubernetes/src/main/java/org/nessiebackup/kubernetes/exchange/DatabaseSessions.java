package org.nessiebackup.kubernetes.exchange;

import java.time.Duration;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.CatalogLocation;
import org.nessiebackup.postgres.ConnectedSessions;
import org.nessiebackup.postgres.Session;

/** Waits until nobody is connected any more who uses a catalog. */
final class DatabaseSessions {
  private static final Duration LOOK = Duration.ofMillis(100);

  private final WorkPlace place;
  private final CatalogLocation catalog;

  DatabaseSessions(WorkPlace place, CatalogLocation catalog) {
    this.place = place;
    this.catalog = catalog;
  }

  /**
   * Waits.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if some are still there
   */
  void awaitNone(Duration limit) {
    try (Session session = place.database().open(place.steady().cancellation())) {
      if (!place.await(limit, LOOK, () -> ConnectedSessions.of(session, catalog).isEmpty())) {
        List<String> connected = ConnectedSessions.of(session, catalog);
        throw new BackupException(
            Failure.TARGET_GUARDED,
            "Nessie has no pods any more, but the catalog is in use after %d s: %s"
                .formatted(limit.toSeconds(), String.join("; ", connected)),
            "Something else than this workload uses the catalog: another Nessie, its GC, or a"
                + " person. Stop it; then run the command again.");
      }
    }
  }
}
