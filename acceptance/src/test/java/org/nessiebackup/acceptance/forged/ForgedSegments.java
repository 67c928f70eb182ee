package org.nessiebackup.acceptance.forged;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Bytes in the place of a segment that are none, or one that nobody should take. */
final class ForgedSegments {
  private static final byte[] SIGNATURE =
      "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};
  private static final int RAW = 0;
  private static final int RLE = 1;
  private static final int BLOCK = 1 << 17;
  private static final int TRAILER = -1;

  /** Writes a stream of COPY. */
  private interface Copy {
    void write(DataOutputStream out) throws IOException;
  }

  private ForgedSegments() {}

  /** By what they are, for a table of so many columns. */
  static Map<String, byte[]> all(int columns) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    copies(columns).forEach((what, copy) -> all.put(what, Zstd.compress(copy)));
    byte[] good = copies(columns).get("no row at all, which is fine");
    all.put("nothing", new byte[0]);
    all.put("no frame", "no frame".repeat(1000).getBytes(StandardCharsets.UTF_8));
    all.put("two frames", joined(Zstd.compress(good), Zstd.compress(good)));
    all.put("a skippable frame before", joined(skippable(), Zstd.compress(good)));
    all.put("a skippable frame behind", joined(Zstd.compress(good), skippable()));
    all.put("half a frame", Arrays.copyOf(Zstd.compress(good), 12));
    all.put("a bomb of zeros", bomb(0x70, new byte[0], 32_768));
    all.put("a window of 1 GiB", bomb(0xa0, good, 1));
    all.put("a window of 3.75 TiB", bomb(0xff, good, 1));
    all.put("a field of zeros without end", bomb(0x70, openField(columns), 8_192));
    return all;
  }

  private static Map<String, byte[]> copies(int columns) {
    Map<String, byte[]> copies = new LinkedHashMap<>();
    copies.put("no row at all, which is fine", copy(0, 0, out -> out.writeShort(TRAILER)));
    copies.put("rows with oids", copy(1 << 16, 0, out -> out.writeShort(TRAILER)));
    copies.put("all flags", copy(-1, 0, out -> out.writeShort(TRAILER)));
    copies.put(
        "an extension of 2^31-1", copy(0, Integer.MAX_VALUE, out -> out.writeShort(TRAILER)));
    copies.put("an extension of -1", copy(0, -1, out -> out.writeShort(TRAILER)));
    copies.put("no trailer", copy(0, 0, out -> {}));
    copies.put(
        "bytes behind the trailer",
        copy(
            0,
            0,
            out -> {
              out.writeShort(TRAILER);
              out.writeBytes("more");
            }));
    for (int fields : new int[] {-2, 0, columns - 1, columns + 1, Short.MAX_VALUE}) {
      copies.put("a row of %d fields".formatted(fields), row(fields, -1));
    }
    for (int length : new int[] {-2, Integer.MIN_VALUE, Integer.MAX_VALUE, 1 << 30}) {
      copies.put("a field of length " + length, row(columns, length));
    }
    copies.put("a row of NULLs", row(columns, -1));
    return copies;
  }

  /** One row, of whose fields each has this length and no bytes. */
  private static byte[] row(int fields, int length) {
    return copy(
        0,
        0,
        out -> {
          out.writeShort(fields);
          for (int i = 0; i < Math.max(0, fields); i++) {
            out.writeInt(length);
          }
          out.writeShort(TRAILER);
        });
  }

  private static byte[] openField(int columns) {
    return copy(
        0,
        0,
        out -> {
          out.writeShort(columns);
          out.writeInt((1 << 30) - 1);
        });
  }

  private static byte[] copy(int flags, int extension, Copy rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(SIGNATURE);
      out.writeInt(flags);
      out.writeInt(extension);
      rows.write(out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** A frame with a window, some bytes, and many blocks of zeros that take four bytes each. */
  private static byte[] bomb(int window, byte[] begin, int blocks) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(MAGIC);
    bytes.write(0);
    bytes.write(window);
    block(bytes, RAW, begin.length, false);
    bytes.writeBytes(begin);
    for (int i = 1; i <= blocks; i++) {
      block(bytes, RLE, BLOCK, i == blocks);
      bytes.write(0);
    }
    return bytes.toByteArray();
  }

  private static void block(ByteArrayOutputStream bytes, int type, int size, boolean last) {
    int header = size << 3 | type << 1 | (last ? 1 : 0);
    bytes.write(header);
    bytes.write(header >> 8);
    bytes.write(header >> 16);
  }

  private static byte[] skippable() {
    return new byte[] {0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2};
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
