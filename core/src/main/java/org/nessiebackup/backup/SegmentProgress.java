package org.nessiebackup.backup;

import org.nessiebackup.Progress;
import org.nessiebackup.segment.SegmentWriter;

/** Reports progress in large steps, since rows come by the hundred thousand. */
final class SegmentProgress {
  private static final long STEP = 1 << 20;

  private final Progress progress;
  private final SegmentWriter writer;
  private long bytes;
  private long reported;

  SegmentProgress(Progress progress, SegmentWriter writer) {
    this.progress = progress;
    this.writer = writer;
  }

  void advance(int length) {
    bytes += length;
    if (bytes >= STEP) {
      flush();
    }
  }

  void flush() {
    long rows = writer.rows();
    progress.advanced(rows - reported, bytes);
    reported = rows;
    bytes = 0;
  }
}
