package org.nessiebackup.journal;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;

/**
 * A journal that has begun, or had begun already.
 *
 * @param begun whether it has begun just now
 * @param epoch its epoch
 * @param start every transaction that is committed behind it will be in the journal
 * @param begunAt the moment of its beginning, by the server's clock
 * @param server what was made on the server
 * @param base the newest backup, if the journal can bring it forward; absent if one has to be taken
 *     before anything can be restored by the journal
 * @param ended why the epoch before it has ended; absent if there was none, or the beginning of
 *     this one has nothing to do with it
 */
public record JournalStartReport(
    boolean begun,
    EpochId epoch,
    Lsn start,
    Instant begunAt,
    Made server,
    Optional<BackupId> base,
    Optional<JournalFile.End> ended) {
  /**
   * What a journal has on a server.
   *
   * @param slot the replication slot
   * @param publication the publication
   */
  public record Made(String slot, String publication) {}
}
