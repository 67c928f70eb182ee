package org.nessiebackup.kubernetes.exchange;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.kubernetes.workload.ExchangeAction;

/**
 * What is exchanged: the database half of a restore, an undo or a reset.
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

  /** Its steps in the database. */
  DatabaseSteps<R> steps(ExchangeTarget target);
}
