package org.nessiebackup.journal;

import java.util.Optional;
import java.util.OptionalLong;
import org.nessiebackup.EpochId;
import org.nessiebackup.manifest.JournalFile;

/**
 * What ending a journal would remove.
 *
 * @param epoch the epoch that would end; absent if none goes on
 * @param slot the replication slot that would be dropped; absent if there is none
 * @param publication the publication that would be dropped; absent if there is none
 * @param retained how many bytes of the server's log the slot holds back
 * @param active whether somebody follows just now, who would be ended
 * @param end what the vault would say of it
 */
public record JournalStopPlan(
    Optional<EpochId> epoch,
    Optional<String> slot,
    Optional<String> publication,
    OptionalLong retained,
    boolean active,
    JournalFile.End end) {
  /** Whether there is anything to be done. */
  public boolean isEmpty() {
    return epoch.isEmpty() && slot.isEmpty() && publication.isEmpty();
  }
}
