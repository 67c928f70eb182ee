package org.nessiebackup.service.fleet;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/**
 * Why a vault, or a database, is not to be had.
 *
 * @param since the first attempt that failed since the last one that went well
 * @param failure the kind
 * @param message what is wrong
 * @param hint what to do
 */
public record Trouble(Instant since, Failure failure, String message, Optional<String> hint) {
  /** Of an error that has just come. */
  static Trouble of(BackupException error, Instant since) {
    return new Trouble(since, error.failure(), error.getMessage(), error.hint());
  }
}
