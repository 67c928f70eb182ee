package org.nessiebackup.kubernetes.exchange;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.kubernetes.workload.ExchangeAction;
import org.nessiebackup.tables.CatalogLocation;

/**
 * The database half of a work. Each call may come a second time, from another process, after the
 * first was killed anywhere: it begins by looking what is there.
 */
public interface CatalogExchange {
  /** What kind of work this is. */
  ExchangeAction action();

  /** Where Nessie finds its catalog, before and after. */
  CatalogLocation catalog();

  /**
   * Whether the catalog is exchanged, as the database knows. Not any more, when it was taken back.
   */
  boolean done();

  /**
   * Makes ready what takes the catalog's place. Nessie serves meanwhile; a request to stop ends it.
   */
  void prepare();

  /** Where that is now, if it can be read; Nessie will serve its references. */
  Optional<CatalogLocation> incoming();

  /** Where the former tables are after the exchange, if there were any. */
  Optional<CatalogLocation> former();

  /**
   * Exchanges, in one transaction. Nessie is stopped. A request to stop does not end it.
   *
   * @throws BackupException if nothing was exchanged, or the answer was lost: {@link #done} tells
   */
  void exchange();

  /** Exchanges again, so that the former tables are the catalog. Nessie is stopped. */
  void rollBack();

  /** Removes what was made ready, if it is there. */
  void discard();
}
