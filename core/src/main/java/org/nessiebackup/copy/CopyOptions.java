package org.nessiebackup.copy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What to copy; what they build on is copied too.
 *
 * @param backups ids or {@code latest}; empty for all
 * @param since only backups whose moment is not earlier; absent for all
 * @param jobs objects at a time, at least one
 */
public record CopyOptions(List<String> backups, Optional<Instant> since, int jobs) {
  /** Takes its own copy of the list. */
  public CopyOptions {
    backups = List.copyOf(backups);
  }
}
