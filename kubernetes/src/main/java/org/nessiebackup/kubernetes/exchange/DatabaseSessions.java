package org.nessiebackup.kubernetes.exchange;

import java.time.Duration;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.retry.Retrier;
import org.nessiebackup.retry.RetryListener;
import org.nessiebackup.retry.RetryPolicy;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.tables.CatalogLock;
import org.nessiebackup.tables.ConnectedSessions;

/** Waits for others who use a catalog: for Nessie's last session, and for a backup that runs. */
record DatabaseSessions(ExchangeContext context, CatalogLocation catalog) {
  private static final Duration POLL = Duration.ofMillis(100);

  /**
   * Waits until nobody uses it.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED} if some are still there
   */
  void awaitNone(Duration limit) {
    try (Session session = context.open()) {
      if (!context
          .uninterruptibleCluster()
          .await(limit, POLL, () -> ConnectedSessions.of(session, catalog).isEmpty())) {
        List<String> connected = ConnectedSessions.of(session, catalog);
        throw Failure.TARGET_GUARDED.exception(
            "Nessie has no pods any more, but the catalog is in use after %d s: %s"
                .formatted(limit.toSeconds(), String.join("; ", connected)),
            "Something else than this workload uses the catalog: another Nessie, its GC, or a"
                + " person. Stop it; then run the command again.");
      }
    }
  }

  /**
   * Waits until nobody holds the catalog's lock. A backup holds it for seconds, and would else make
   * the next step fail. Whoever takes it right afterwards still does.
   *
   * @throws BackupException {@link Failure#LOCKED} if somebody holds it still
   */
  void awaitUnlocked(Duration limit) {
    new Retrier(
            RetryPolicy.within(limit, POLL, POLL),
            context.uninterruptibleCluster().waiting(),
            RetryListener.NONE)
        .run("cannot lock the catalog", this::tryLock, DatabaseSessions::isLocked);
  }

  private static boolean isLocked(Exception e) {
    return e instanceof BackupException failed && failed.failure() == Failure.LOCKED;
  }

  /** The lock goes with the session. */
  private Void tryLock() {
    try (Session session = context.open()) {
      CatalogLock.acquire(session, catalog.schema());
      return null;
    }
  }
}
