package org.nessiebackup.imports.value;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.nessiebackup.ByteSink;
import org.nessiebackup.segment.DumpCompression;

/**
 * A value of bytes whose text is too long to be held. It is decoded as it arrives, and what is
 * decoded is held compressed, since its length has to be known before its first byte is written.
 */
public final class LargeBytes {
  /** Longer text is taken out of the row's buffer. */
  static final int LONG_TEXT = 1 << 20;

  /** How much of one row is held: half of the memory that the program is usually given. */
  static final int MOST_HELD = 64 << 20;

  private static final int LONGEST_VALUE = 0x3FFFFFFF;

  /** The longest escape of a byte, less its beginning. */
  private static final int REST_OF_ESCAPE = 3;

  private final List<byte[]> pieces = new ArrayList<>();
  private long length;
  private long held;
  private boolean begun;
  private boolean hex;

  /** How many bytes it has. */
  public int length() {
    return (int) length;
  }

  /**
   * Takes the text behind {@code start} out of the row's buffer, as far as it can be decoded.
   *
   * @param last whether no more text comes; then all of it is taken
   * @throws IllegalArgumentException if it is no text of bytes
   * @throws RowBuffer.TooLongException if it is more than can be held
   */
  public void take(RowBuffer row, int start, boolean last) {
    int from = start;
    if (!begun && !last && row.length() - start < 2) {
      // The first two signs say what it is.
      return;
    }
    if (!begun) {
      begun = true;
      hex = ByteaValue.isHex(row, start);
      from += hex ? 2 : 0;
    }
    int end = row.length();
    int taken = hex ? end - (end - from) % 2 : Math.max(from, end - REST_OF_ESCAPE);
    ByteaValue.Decoded decoded =
        hex
            ? ByteaValue.hex(row.array(), from, last ? end : taken, start)
            : ByteaValue.escaped(row.array(), from, last ? end : taken, end, start);
    keep(row.array(), start, decoded.end() - start);
    int rest = end - decoded.read();
    System.arraycopy(row.array(), decoded.read(), row.array(), start, rest);
    row.truncate(start + rest);
  }

  private void keep(byte[] bytes, int offset, int count) {
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    try (OutputStream out = DumpCompression.zstd(piece)) {
      out.write(bytes, offset, count);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    pieces.add(piece.toByteArray());
    length += count;
    held += piece.size();
    if (length > LONGEST_VALUE) {
      throw new RowBuffer.TooLongException("has a value of more than 1 GiB");
    }
    if (held > MOST_HELD) {
      throw new RowBuffer.TooLongException(
          "has a value that takes more than %d MiB even when it is compressed"
              .formatted(MOST_HELD >> 20));
    }
  }

  /** Gives the bytes, from the first to the last. */
  public void writeTo(ByteSink target) {
    byte[] buffer = new byte[64 * 1024];
    for (byte[] piece : pieces) {
      try (InputStream in = DumpCompression.open(new ByteArrayInputStream(piece))) {
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          target.accept(buffer, 0, read);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
