package org.nessiebackup.kubernetes.reset;

import java.util.Optional;
import org.nessiebackup.kubernetes.exchange.ExchangePlan;
import org.nessiebackup.reset.ResetPlan;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogLocation;

/**
 * What a reset will do to the catalog and to Nessie.
 *
 * @param work its name
 * @param catalog where the catalog is
 * @param database what will be done in the database; absent if a work is taken up again
 * @param nessie what will be done to Nessie
 */
public record NessieResetPlan(
    RestoreId work, CatalogLocation catalog, Optional<ResetPlan> database, ExchangePlan nessie) {}
