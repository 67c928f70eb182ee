package org.nessiebackup.vault.rows;

import java.io.IOException;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.ByteSink;
import org.nessiebackup.manifest.SegmentEntry;

/** Is given the rows of segments while somebody reads them for another reason. */
@FunctionalInterface
public interface RowTap {
  /** Nobody who wants any. */
  RowTap NONE = (backup, segment) -> Optional.empty();

  /**
   * For a segment that is about to be read. May be called from several threads.
   *
   * @param backup the backup in which it is stored
   * @return absent if its rows are not wanted
   */
  Optional<Flow> of(BackupId backup, SegmentEntry segment);

  /** Takes a whole COPY binary stream, which is trustworthy only if the segment turns out to be. */
  interface Flow extends ByteSink {
    /** Says that no more pieces come. */
    void finish() throws IOException;
  }
}
