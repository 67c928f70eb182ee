package org.nessiebackup.kubernetes.undo;

import java.util.Optional;
import org.nessiebackup.kubernetes.exchange.ExchangePlan;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogLocation;
import org.nessiebackup.undo.UndoPlan;

/**
 * What an undo will do to the catalog and to Nessie.
 *
 * @param work its name
 * @param keptSchema the schema whose tables come back
 * @param catalog where the catalog is
 * @param database what will be done in the database; absent if a work is taken up again
 * @param nessie what will be done to Nessie
 * @param moveViews whether views are moved that the restore has left as they were
 */
public record NessieUndoPlan(
    RestoreId work,
    String keptSchema,
    CatalogLocation catalog,
    Optional<UndoPlan.SwapBack> database,
    ExchangePlan nessie,
    boolean moveViews) {}
