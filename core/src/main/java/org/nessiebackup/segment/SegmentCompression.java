package org.nessiebackup.segment;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictDecompress;
import com.github.luben.zstd.ZstdException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.UnaryOperator;

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
  static InputStream decompress(SingleFrame source, Optional<SegmentDictionary> dictionary)
      throws IOException {
    ZstdInputStreamNoFinalizer stream = new ZstdInputStreamNoFinalizer(source);
    stream.setLongMax(WINDOW_LOG);
    return dictionary.isPresent() ? Dictated.with(stream, dictionary.get()) : stream;
  }

  /**
   * What is compressed.
   *
   * @param array has it in front
   * @param length its length
   */
  @SuppressWarnings("ArrayRecordComponent") // Passed on, never compared.
  record Frame(byte[] array, int length) {}

  /**
   * Decompresses a frame at once, which takes no memory but for what comes out, whatever window it
   * asks for.
   *
   * @param length of what comes out
   * @throws DamagedSegmentException if it is another one, or nothing comes out
   */
  static byte[] decompress(Frame frame, Optional<SegmentDictionary> dictionary, int length)
      throws DamagedSegmentException {
    try {
      if (dictionary.isEmpty()) {
        return decompressed(frame, length, context -> context);
      }
      try (ZstdDictDecompress lent = dictionary.get().lend(ZstdDictDecompress::new)) {
        return decompressed(frame, length, context -> context.loadDict(lent));
      }
    } catch (ZstdException e) {
      throw new DamagedSegmentException("it cannot be decompressed: " + e.getMessage(), e);
    }
  }

  private static byte[] decompressed(
      Frame frame, int length, UnaryOperator<ZstdDecompressCtx> settings)
      throws DamagedSegmentException {
    byte[] raw = new byte[length];
    try (ZstdDecompressCtx context = settings.apply(new ZstdDecompressCtx())) {
      int found = context.decompressByteArray(raw, 0, length, frame.array(), 0, frame.length());
      if (found != length) {
        throw new DamagedSegmentException(
            "it holds %d bytes of rows instead of %d".formatted(found, length));
      }
      return raw;
    }
  }

  /** Frees the decompressor's own copy of a dictionary behind it. */
  private static final class Dictated extends FilterInputStream {
    private final ZstdDictDecompress dictionary;

    private Dictated(InputStream stream, ZstdDictDecompress dictionary) {
      super(stream);
      this.dictionary = dictionary;
    }

    static Dictated with(ZstdInputStreamNoFinalizer stream, SegmentDictionary rows)
        throws IOException {
      Dictated dictated = new Dictated(stream, rows.lend(ZstdDictDecompress::new));
      stream.setDict(dictated.dictionary);
      return dictated;
    }

    @Override
    public void close() throws IOException {
      try {
        super.close();
      } finally {
        dictionary.close();
      }
    }
  }
}
