package org.nessiebackup.manifest;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.BackupId;

/**
 * Says that a backup stays, whatever the policy.
 *
 * @param backup which
 * @param created since when
 * @param reason why, in the words of who pinned it
 * @param tool name and version of the program that wrote this
 */
public record Pin(BackupId backup, Instant created, Optional<String> reason, String tool)
    implements Document {
  private static final int LONGEST_REASON = 500;

  /** Refuses reasons that nobody would read. */
  public Pin {
    if (reason.filter(text -> text.length() > LONGEST_REASON).isPresent()) {
      throw new IllegalArgumentException("a reason has at most " + LONGEST_REASON + " characters");
    }
  }
}
