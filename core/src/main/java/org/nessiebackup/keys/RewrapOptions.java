package org.nessiebackup.keys;

import java.util.List;

/**
 * Which backups to give the current recipients.
 *
 * @param backups ids, or {@code latest}; empty for all
 */
public record RewrapOptions(List<String> backups) {
  /** Takes its own copy of the list. */
  public RewrapOptions {
    backups = List.copyOf(backups);
  }
}
