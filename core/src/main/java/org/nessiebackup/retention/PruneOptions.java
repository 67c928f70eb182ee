package org.nessiebackup.retention;

import java.util.Optional;
import org.nessiebackup.manifest.RetentionPolicy;

/**
 * What to keep.
 *
 * @param policy absent for that of the vault
 * @param timeZone where days begin, instead of where the policy says
 */
public record PruneOptions(Optional<RetentionPolicy> policy, Optional<String> timeZone) {
  /** The vault's policy as it is. */
  public static final PruneOptions DEFAULT = new PruneOptions(Optional.empty(), Optional.empty());
}
