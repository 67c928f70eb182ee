package org.nessiebackup.kubernetes.exchange;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.tables.CatalogLocation;

/**
 * The steps of an exchange in the database. Each may come a second time, from another process,
 * after the first was killed anywhere: it begins by checking what is there.
 *
 * @param <R> the database's own report
 */
public interface DatabaseSteps<R> {
  /** Whether the catalog is exchanged, as the database knows. No longer, after a rollback. */
  boolean done();

  /**
   * Makes ready what takes the catalog's place. Nessie serves meanwhile; a request to stop ends it.
   */
  default void prepare() {}

  /** Where that is now, if it can be read; Nessie will serve its references. */
  Optional<CatalogLocation> incoming();

  /** Where the former tables are after the exchange, if there were any. */
  Optional<CatalogLocation> former();

  /**
   * Exchanges, in one transaction. Nessie is stopped. A request to stop does not end it.
   *
   * @throws BackupException if nothing was exchanged, or the answer was lost: {@link #done} says
   */
  R exchange();

  /** Exchanges again, so that the former tables are the catalog. Nessie is stopped. */
  void rollBack();

  /** Removes what was made ready, if it is there. */
  default void discard() {}
}
