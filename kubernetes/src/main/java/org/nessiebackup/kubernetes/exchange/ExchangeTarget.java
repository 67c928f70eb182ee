package org.nessiebackup.kubernetes.exchange;

import java.util.Optional;
import org.nessiebackup.kubernetes.workload.Checkpoint;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogLocation;

/**
 * What an exchange is about.
 *
 * @param id names the exchange; what the database half calls a restore
 * @param catalog where Nessie finds its catalog, before and after
 * @param source what is brought in: the id of a backup, or the schema of kept tables; for a reset
 *     the code by which it was confirmed
 */
public record ExchangeTarget(RestoreId id, CatalogLocation catalog, Optional<String> source) {
  /** Of an exchange that was begun. */
  public static ExchangeTarget of(Checkpoint begun, CatalogLocation catalog) {
    return new ExchangeTarget(new RestoreId(begun.work()), catalog, begun.source());
  }
}
