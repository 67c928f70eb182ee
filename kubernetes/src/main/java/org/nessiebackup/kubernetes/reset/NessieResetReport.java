package org.nessiebackup.kubernetes.reset;

import java.util.Optional;
import org.nessiebackup.kubernetes.exchange.ExchangeReport;
import org.nessiebackup.reset.ResetReport;

/**
 * What was reset.
 *
 * @param nessie what was done to Nessie
 * @param database what was done in the database; absent if an earlier run did it
 */
public record NessieResetReport(ExchangeReport nessie, Optional<ResetReport> database) {}
