package org.nessiebackup.kubernetes.restore;

import java.util.Optional;
import org.nessiebackup.kubernetes.exchange.ExchangeReport;
import org.nessiebackup.restore.RestoreReport;

/**
 * What was restored.
 *
 * @param nessie what was done to Nessie
 * @param database what was done in the database; absent if an earlier run did it
 */
public record NessieRestoreReport(ExchangeReport nessie, Optional<RestoreReport> database) {}
