package org.nessiebackup.segment;

import com.github.luben.zstd.ZstdIOException;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.nessiebackup.PieceInput;

/**
 * Compressed SQL dumps: plain, gzip or zstd, distinguished by their first bytes and not by name.
 */
public final class DumpCompression {
  private static final int BUFFER = 64 * 1024;
  private static final int MAGIC_LENGTH = 4;

  /** 2^27 bytes: what stock {@code zstd} reads without an option, and writes up to level 22. */
  private static final int LARGEST_WINDOW_LOG = 27;

  private DumpCompression() {}

  /**
   * The text of a dump.
   *
   * @return a stream that throws {@link DamagedSegmentException} where the compressed bytes are
   *     damaged or cut off; closing it closes {@code dump}
   */
  public static InputStream open(InputStream dump) throws IOException {
    PushbackInputStream start = new PushbackInputStream(dump, MAGIC_LENGTH);
    byte[] magic = start.readNBytes(MAGIC_LENGTH);
    start.unread(magic);
    if (startsWith(magic, 0x1F, 0x8B)) {
      return decompressed(gzip(start));
    }
    if (startsWith(magic, 0x28, 0xB5, 0x2F, 0xFD)) {
      ZstdInputStreamNoFinalizer zstd = new ZstdInputStreamNoFinalizer(start);
      zstd.setLongMax(LARGEST_WINDOW_LOG);
      return decompressed(zstd);
    }
    return start;
  }

  /** Compresses as segments are: one frame that stock {@code zstd -d} reads without an option. */
  public static OutputStream zstd(OutputStream target) throws IOException {
    return SegmentCompression.compress(target, Optional.empty());
  }

  private static InputStream gzip(InputStream source) throws IOException {
    try {
      return new GZIPInputStream(source, BUFFER);
    } catch (ZipException | EOFException e) {
      throw damaged(e);
    }
  }

  private static boolean startsWith(byte[] bytes, int... magic) {
    if (bytes.length < magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((bytes[i] & 0xFF) != magic[i]) {
        return false;
      }
    }
    return true;
  }

  private static DamagedSegmentException damaged(IOException cause) {
    return new DamagedSegmentException(
        "it cannot be decompressed: " + String.valueOf(cause.getMessage()), cause);
  }

  /** Tells damage of the compressed bytes from a disk that cannot be read. */
  private static InputStream decompressed(InputStream in) {
    return new PieceInput(
        (target, offset, length) -> {
          try {
            return in.read(target, offset, length);
          } catch (ZipException | EOFException | ZstdIOException e) {
            throw damaged(e);
          }
        },
        in);
  }
}
