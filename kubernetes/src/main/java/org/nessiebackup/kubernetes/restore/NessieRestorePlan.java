package org.nessiebackup.kubernetes.restore;

import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.kubernetes.exchange.ExchangePlan;
import org.nessiebackup.restore.RestorePlan;
import org.nessiebackup.swap.RestoreId;
import org.nessiebackup.tables.CatalogLocation;

/**
 * What a restore will do to the catalog and to Nessie.
 *
 * @param work its name
 * @param backup the backup
 * @param catalog where the catalog is
 * @param database what will be done in the database; absent if that is done already, by the run
 *     that is taken up again
 * @param nessie what will be done to Nessie
 * @param jobs parallel loaders
 * @param moveViews whether views of others are made to read the restored tables
 */
public record NessieRestorePlan(
    RestoreId work,
    BackupId backup,
    CatalogLocation catalog,
    Optional<RestorePlan> database,
    ExchangePlan nessie,
    int jobs,
    boolean moveViews) {}
