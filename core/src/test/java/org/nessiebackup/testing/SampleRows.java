package org.nessiebackup.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Rows for tests, and their COPY binary form, written down a second time and independently of the
 * product's code.
 *
 * @param fields how many fields each row has
 * @param rows the rows; a field is null or its bytes
 */
public record SampleRows(int fields, List<List<byte[]>> rows) {
  /** The header of a COPY binary stream: signature, no flags, no extension. */
  public static final byte[] HEADER =
      "PGCOPY\n\u00FF\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

  /** Random rows with a good share of NULL and empty fields; the same for the same seed. */
  public static SampleRows random(long seed) {
    Random random = new Random(seed);
    int fields = 1 + random.nextInt(8);
    List<List<byte[]>> rows = new ArrayList<>();
    for (int i = random.nextInt(40); i > 0; i--) {
      List<byte[]> row = new ArrayList<>();
      for (int field = 0; field < fields; field++) {
        row.add(randomField(random));
      }
      rows.add(row);
    }
    return new SampleRows(fields, rows);
  }

  private static byte[] randomField(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> "main".getBytes(StandardCharsets.UTF_8);
      case 3 -> bytes(random, 1);
      case 4 -> bytes(random, random.nextInt(30));
      default -> bytes(random, random.nextInt(3000));
    };
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** The same rows in another order. */
  public SampleRows shuffled(long seed) {
    List<List<byte[]>> copy = new ArrayList<>(rows);
    Collections.shuffle(copy, new Random(seed));
    return new SampleRows(fields, copy);
  }

  /** Some of the rows. */
  public SampleRows part(int from, int to) {
    return new SampleRows(fields, rows.subList(from, to));
  }

  /** One row as a tuple of COPY binary. */
  public static byte[] tuple(List<byte[]> row) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeShort(row.size());
      for (byte[] field : row) {
        out.writeInt(field == null ? -1 : field.length);
        if (field != null) {
          out.write(field);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The whole COPY binary stream. */
  public byte[] stream() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(HEADER);
    rows.forEach(row -> bytes.writeBytes(tuple(row)));
    bytes.writeBytes(new byte[] {-1, -1});
    return bytes.toByteArray();
  }
}
