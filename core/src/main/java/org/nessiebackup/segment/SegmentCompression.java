package org.nessiebackup.segment;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * How segments are compressed. Each commit of Nessie repeats the previous one's index, so the
 * window matters more than the level: 16 MiB reaches far enough back to find nearly all of it
 * again.
 */
final class SegmentCompression {
  /** 2^24 bytes; what stock {@code zstd -d} decodes without any option is 2^27. */
  static final int WINDOW_LOG = 24;

  static final int LEVEL = 3;

  /** Takes twice the time, of little, and saves 4 %. */
  static final int LEVEL_OF_CHANGES = 5;

  private SegmentCompression() {}

  static ZstdOutputStreamNoFinalizer compress(OutputStream target, int level) throws IOException {
    return new ZstdOutputStreamNoFinalizer(target)
        .setLevel(level)
        .setWindowLog(WINDOW_LOG)
        .setChecksum(true);
  }

  /** Refuses windows larger than ours, so that a hostile frame cannot claim gigabytes of memory. */
  static ZstdInputStreamNoFinalizer decompress(InputStream source) throws IOException {
    ZstdInputStreamNoFinalizer stream = new ZstdInputStreamNoFinalizer(source);
    stream.setLongMax(WINDOW_LOG);
    return stream;
  }
}
