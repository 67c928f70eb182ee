package org.nessiebackup.kubernetes.undo;

import java.util.Optional;
import org.nessiebackup.kubernetes.exchange.ExchangeReport;
import org.nessiebackup.undo.UndoReport;

/**
 * What was undone.
 *
 * @param nessie what was done to Nessie
 * @param database what was done in the database; absent if an earlier run did it
 */
public record NessieUndoReport(ExchangeReport nessie, Optional<UndoReport> database) {}
