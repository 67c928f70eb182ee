package org.nessiebackup.segment;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * How segments are compressed. Each commit of Nessie repeats the previous one's index, so the
 * window matters more than the level: 16 MiB reaches far enough back to find nearly all of it
 * again.
 */
final class SegmentCompression {
  /** 2^24 bytes; what stock {@code zstd -d} decodes without any option is 2^27. */
  static final int WINDOW_LOG = 24;

  static final int LEVEL = 3;

  private SegmentCompression() {}

  static ZstdOutputStreamNoFinalizer compress(
      OutputStream target, Optional<SegmentDictionary> dictionary) throws IOException {
    ZstdOutputStreamNoFinalizer stream =
        new ZstdOutputStreamNoFinalizer(target)
            .setLevel(LEVEL)
            .setWindowLog(WINDOW_LOG)
            .setChecksum(true);
    if (dictionary.isPresent()) {
      stream.setDict(dictionary.get().lent());
    }
    return stream;
  }

  /** Refuses windows larger than ours, so that a hostile frame cannot claim gigabytes of memory. */
  static ZstdInputStreamNoFinalizer decompress(
      SingleFrame source, Optional<SegmentDictionary> dictionary) throws IOException {
    ZstdInputStreamNoFinalizer stream = new ZstdInputStreamNoFinalizer(source);
    stream.setLongMax(WINDOW_LOG);
    if (dictionary.isPresent()) {
      stream.setDict(dictionary.get().lent());
    }
    return stream;
  }
}
