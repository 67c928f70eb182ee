package org.nessiebackup.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;

/** What has happened while a journal was followed. */
public sealed interface FollowReport {
  /**
   * The server sends changes from now on.
   *
   * @param epoch where they go
   * @param from from which position on
   */
  record Following(EpochId epoch, Lsn from) implements FollowReport {}

  /**
   * A file is in the vault, and what it has will never be asked of the server again.
   *
   * @param file it
   */
  record Stored(JournalFile file) implements FollowReport {}

  /**
   * Nothing was committed behind the last file, up to a moment. There is no file of that: it is
   * true as long as somebody follows, and what was committed before is in the vault.
   *
   * @param until what was committed before this moment, by the server's clock, is in the vault
   */
  record Quiet(Instant until) implements FollowReport {}

  /**
   * An epoch has begun.
   *
   * @param epoch its name
   * @param start where
   * @param follows the one that ends there; absent if something is missing in between, and a backup
   *     is needed from which to go on
   */
  record Begun(EpochId epoch, Lsn start, Optional<EpochId> follows) implements FollowReport {}

  /**
   * An epoch has ended.
   *
   * @param epoch its name
   * @param end why
   * @param to where
   * @param goesOn whether another one begins by itself
   */
  record Ended(EpochId epoch, JournalFile.End end, Lsn to, boolean goesOn)
      implements FollowReport {}

  /**
   * Something failed that may go better: it is tried again. Meanwhile the slot holds back what is
   * committed.
   *
   * @param reason what failed
   * @param pause before the next attempt
   */
  record Waiting(BackupException reason, Duration pause) implements FollowReport {}

  /**
   * Whether commits wait for the journal, which was to be so, has been seen or has changed.
   *
   * @param standby whether they do
   */
  record Waited(JournalStatusReport.Standby standby) implements FollowReport {}
}
