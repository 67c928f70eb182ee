package org.nessiebackup.kubernetes.exchange;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.tables.CatalogLocation;

/**
 * What is exchanged: the database half of a restore, an undo or a reset. Each of its steps may come
 * a second time, from another process, after the first was killed anywhere: it begins by checking
 * what is there.
 *
 * @param <P> the database's own plan
 * @param <R> the database's own report
 */
public interface CatalogExchange<P, R> {
  /** Which kind of exchange this is. */
  ExchangeAction action();

  /** What a new exchange will do. Changes nothing. */
  CatalogPlan<P> plan();

  /** What an exchange is about that was begun. */
  ExchangeTarget target(Checkpoint begun);

  /** What an exchange that was begun still has to do. Changes nothing. */
  default CatalogPlan<P> resume(Checkpoint begun) {
    return new CatalogPlan<>(target(begun), Optional.empty());
  }

  /** Whether an exchange that was begun is the one that is wanted. */
  default boolean continues(Checkpoint begun) {
    return true;
  }

  /**
   * Refuses a plan that was not confirmed, where that takes more than an answer to a question.
   *
   * @throws BackupException {@link Failure#TARGET_GUARDED}
   */
  default void requireConfirmed(P plan) {}

  /** Whether the catalog is exchanged, as the database knows. No longer, after a rollback. */
  boolean done(ExchangeTarget target);

  /**
   * Makes ready what takes the catalog's place. Nessie serves meanwhile; a request to stop ends it.
   */
  default void prepare(ExchangeTarget target) {}

  /** Where that is now, if it can be read; Nessie will serve its references. */
  Optional<CatalogLocation> incoming(ExchangeTarget target);

  /** Where the former tables are after the exchange, if there were any. */
  default Optional<CatalogLocation> former(ExchangeTarget target) {
    return Optional.of(new CatalogLocation(target.id().keptSchema(), target.catalog().tables()));
  }

  /**
   * Exchanges, in one transaction. Nessie is stopped. A request to stop does not end it.
   *
   * @throws BackupException if nothing was exchanged, or the answer was lost: {@link #done} says
   */
  R exchange(ExchangeTarget target);

  /** Exchanges again, so that the former tables are the catalog. Nessie is stopped. */
  void rollBack(ExchangeTarget target);

  /** Removes what was made ready, if it is there. */
  default void discard(ExchangeTarget target) {}
}
