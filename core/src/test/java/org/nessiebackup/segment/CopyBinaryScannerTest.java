package org.nessiebackup.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nessiebackup.testing.SampleRows;

class CopyBinaryScannerTest {
  /** Puts the pieces of fields and rows together again. */
  private static final class Recorder implements RowListener {
    private final List<List<String>> rows = new ArrayList<>();
    private final ByteArrayOutputStream tuples = new ByteArrayOutputStream();
    private List<String> row = List.of();
    private ByteArrayOutputStream field = new ByteArrayOutputStream();
    private int missing;

    @Override
    public void rowStarted() {
      row = new ArrayList<>();
    }

    @Override
    public void fieldStarted(int index, int length) {
      assertThat(index).isEqualTo(row.size());
      assertThat(missing).isZero();
      field = new ByteArrayOutputStream();
      missing = Math.max(length, 0);
      row.add(length < 0 ? null : "");
    }

    @Override
    public void fieldBytes(byte[] bytes, int offset, int length) {
      field.write(bytes, offset, length);
      missing -= length;
      if (missing == 0) {
        row.set(row.size() - 1, HexFormat.of().formatHex(field.toByteArray()));
      }
    }

    @Override
    public void rowBytes(byte[] bytes, int offset, int length) {
      tuples.write(bytes, offset, length);
    }

    @Override
    public void rowEnded() {
      assertThat(missing).isZero();
      rows.add(row);
    }
  }

  @Test
  void rowsAreToldAsTheyAreHoweverTheStreamIsCut() throws IOException {
    for (int seed = 0; seed < 150; seed++) {
      SampleRows sample = SampleRows.random(seed);
      Random random = new Random(seed);
      int longestPiece = seed % 3 == 0 ? 1 : 1 + random.nextInt(seed % 3 == 1 ? 7 : 5000);
      Recorder recorder = new Recorder();
      CopyBinaryScanner scanner = new CopyBinaryScanner(sample.fields(), recorder);
      feed(scanner, sample.stream(), random, longestPiece);
      scanner.finish();

      assertThat(recorder.rows).isEqualTo(hexadecimal(sample));
      assertThat(recorder.tuples.toByteArray()).isEqualTo(tuples(sample.stream()));
      assertThat(scanner.rows()).isEqualTo(sample.rows().size());
      assertThat(scanner.bytes()).isEqualTo(sample.stream().length);
    }
  }

  private static List<List<String>> hexadecimal(SampleRows sample) {
    List<List<String>> rows = new ArrayList<>();
    for (List<byte[]> row : sample.rows()) {
      List<String> fields = new ArrayList<>();
      row.forEach(field -> fields.add(field == null ? null : HexFormat.of().formatHex(field)));
      rows.add(fields);
    }
    return rows;
  }

  private static void feed(CopyBinaryScanner scanner, byte[] stream, Random random, int longest)
      throws IOException {
    int at = 0;
    while (at < stream.length) {
      int length = Math.min(random.nextInt(longest + 1), stream.length - at);
      // A buffer that is used again, as real callers have: nobody may keep it.
      byte[] buffer = new byte[length + 3];
      System.arraycopy(stream, at, buffer, 3, length);
      scanner.accept(buffer, 3, length);
      Arrays.fill(buffer, (byte) 0x55);
      at += length;
    }
  }

  private static byte[] tuples(byte[] stream) {
    return Arrays.copyOfRange(stream, SampleRows.HEADER.length, stream.length - 2);
  }

  @Test
  void headerExtensionAndHarmlessFlagsArePassedOver() throws IOException {
    byte[] stream =
        hex(
            "5047434f50590aff0d0a00"
                + "0000ffff"
                + "00000003"
                + "aabbcc"
                + "0001ffffffff"
                + "ffff");

    assertThat(scan(1, stream).rows()).isEqualTo(1);
  }

  @Test
  void everyTruncationIsNoticed() {
    SampleRows sample = SampleRows.random(7);
    byte[] stream = sample.stream();
    for (int length = 0; length < stream.length; length++) {
      byte[] truncated = Arrays.copyOf(stream, length);
      assertThatThrownBy(() -> scan(sample.fields(), truncated))
          .isInstanceOf(DamagedSegmentException.class)
          .hasMessageContaining("end too early");
    }
  }

  @Test
  void brokenStructureIsRefusedWithItsPlace() {
    String header = HexFormat.of().formatHex(SampleRows.HEADER);
    assertDamaged("00" + header.substring(2) + "ffff", "not a COPY binary stream");
    assertDamaged("5047434f50590aff0d0a00" + "00010000" + "00000000" + "ffff", "unknown flags");
    assertDamaged("5047434f50590aff0d0a00" + "00000000" + "80000000" + "ffff", "negative length");
    assertDamaged(header + "0002", "2 fields instead of 1");
    assertDamaged(header + "0000", "0 fields instead of 1");
    assertDamaged(header + "fffe", "-2 fields instead of 1");
    assertDamaged(header + "0001fffffffe", "impossible length -2");
    assertDamaged(header + "00014000" + "0000", "impossible length 1073741824");
    assertDamaged(header + "ffff00", "bytes after the end");
    assertDamaged(header + "0001ffffffff" + "0003", "row 2");
  }

  private static void assertDamaged(String hexStream, String message) {
    assertThatThrownBy(() -> scan(1, hex(hexStream)))
        .isInstanceOf(DamagedSegmentException.class)
        .hasMessageContaining(message);
  }

  @Test
  void randomBytesEndInAnErrorOfTheirOwnKind() {
    Random random = new Random(3);
    for (int i = 0; i < 5000; i++) {
      byte[] stream = new byte[random.nextInt(200)];
      random.nextBytes(stream);
      if (random.nextBoolean()) {
        System.arraycopy(
            SampleRows.HEADER, 0, stream, 0, Math.min(SampleRows.HEADER.length, stream.length));
      }
      assertScansOrIsDamaged(stream);
    }
  }

  @Test
  void changedStreamsAreReadOrRefusedButNeverHang() {
    Random random = new Random(4);
    for (int i = 0; i < 5000; i++) {
      byte[] stream = SampleRows.random(i % 50).stream();
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
      }
      assertScansOrIsDamaged(stream);
    }
  }

  private static void assertScansOrIsDamaged(byte[] stream) {
    try {
      CopyBinaryScanner scanner = scan(1 + stream.length % 8, stream);
      assertThat(scanner.bytes()).isEqualTo(stream.length);
    } catch (IOException e) {
      assertThat(e).isInstanceOf(DamagedSegmentException.class);
    }
  }

  @Test
  void hugeFieldNeedsNoMemory() throws IOException {
    long[] seen = {0};
    CopyBinaryScanner scanner =
        new CopyBinaryScanner(
            1,
            new RowListener() {
              @Override
              public void fieldBytes(byte[] bytes, int offset, int length) {
                seen[0] += length;
              }
            });
    int size = 0x3FFFFFFF;
    scanner.accept(SampleRows.HEADER, 0, SampleRows.HEADER.length);
    scanner.accept(ByteBuffer.allocate(6).putShort((short) 1).putInt(size).array(), 0, 6);
    byte[] piece = new byte[1 << 20];
    for (int left = size; left > 0; left -= Math.min(left, piece.length)) {
      scanner.accept(piece, 0, Math.min(left, piece.length));
    }
    scanner.accept(new byte[] {-1, -1}, 0, 2);
    scanner.finish();

    assertThat(seen[0]).isEqualTo(size);
    assertThat(scanner.rows()).isEqualTo(1);
  }

  private static CopyBinaryScanner scan(int fields, byte[] stream) throws IOException {
    CopyBinaryScanner scanner = new CopyBinaryScanner(fields, new RowListener() {});
    scanner.accept(stream, 0, stream.length);
    scanner.finish();
    return scanner;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
