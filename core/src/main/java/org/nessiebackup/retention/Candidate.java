package org.nessiebackup.retention;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;

/**
 * What the rules know of a backup.
 *
 * @param id its name
 * @param at the moment whose state it holds; absent if that is not known, so that nothing is
 *     counted from it and it stays
 * @param parent what it builds on
 * @param tags its tags
 * @param imported whether it was a dump; dumps are judged among themselves
 * @param sound whether nobody has found it damaged
 * @param protections reasons besides the policy for which it stays
 */
record Candidate(
    BackupId id,
    Optional<Instant> at,
    Optional<BackupId> parent,
    List<String> tags,
    boolean imported,
    boolean sound,
    List<String> protections) {
  Candidate {
    tags = List.copyOf(tags);
    protections = List.copyOf(protections);
  }
}
