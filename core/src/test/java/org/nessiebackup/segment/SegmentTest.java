package org.nessiebackup.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nessiebackup.ByteSink;
import org.nessiebackup.testing.SampleRows;

class SegmentTest {
  /** What a segment is stored as, and what its writer said of it. */
  private static final class Written {
    private final byte[] stored;
    private final SegmentSummary summary;

    Written(byte[] stored, SegmentSummary summary) {
      this.stored = stored;
      this.summary = summary;
    }

    byte[] stored() {
      return stored;
    }

    SegmentSummary summary() {
      return summary;
    }
  }

  private static Written write(SampleRows sample) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (SegmentWriter writer = new SegmentWriter(stored, sample.fields(), SegmentEncoder.PLAIN)) {
      byte[] stream = sample.stream();
      for (int at = 0; at < stream.length; at += 1000) {
        writer.accept(stream, at, Math.min(1000, stream.length - at));
      }
      SegmentSummary summary = writer.finish();
      return new Written(stored.toByteArray(), summary);
    }
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    for (int seed = 0; seed < 100; seed++) {
      SampleRows sample = SampleRows.random(seed);
      Written written = write(sample);
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      SegmentSummary read = read(written.stored(), sample.fields(), stream::write);

      assertThat(stream.toByteArray()).isEqualTo(sample.stream());
      assertThat(read).isEqualTo(written.summary());
      assertThat(read.rows()).isEqualTo(sample.rows().size());
      assertThat(read.rawBytes()).isEqualTo(sample.stream().length);
      assertThat(read.storedBytes()).isEqualTo(written.stored().length);
      assertThat(read.sha256()).isEqualTo(hex(sha256(written.stored())));
      assertThat(read.digest().hex()).isEqualTo(expectedDigest(sample));
    }
  }

  /** The definition of the digest in the format's specification, word for word. */
  private static String expectedDigest(SampleRows sample) throws Exception {
    BigInteger sum = BigInteger.ZERO;
    for (List<byte[]> row : sample.rows()) {
      sum = sum.add(new BigInteger(1, sha256(SampleRows.tuple(row))));
    }
    return "%064x".formatted(sum.mod(BigInteger.TWO.pow(256)));
  }

  @Test
  void largeValuesAndAllByteValuesComeBack() throws IOException {
    byte[] large = new byte[10_000_000];
    new Random(5).nextBytes(large);
    byte[] every = new byte[256];
    for (int i = 0; i < every.length; i++) {
      every[i] = (byte) i;
    }
    SampleRows sample =
        new SampleRows(2, List.of(List.of(large, every), Arrays.asList(null, new byte[0])));
    Written written = write(sample);
    ByteArrayOutputStream stream = new ByteArrayOutputStream();

    assertThat(read(written.stored(), 2, stream::write)).isEqualTo(written.summary());
    assertThat(stream.toByteArray()).isEqualTo(sample.stream());
  }

  @Test
  void digestDependsNeitherOnOrderNorOnSegments() throws IOException {
    for (int seed = 0; seed < 40; seed++) {
      SampleRows sample = SampleRows.random(seed);
      RowDigest whole = write(sample).summary().digest();
      int cut = sample.rows().size() / 3;
      RowDigest first = write(sample.part(0, cut)).summary().digest();
      RowDigest second = write(sample.part(cut, sample.rows().size())).summary().digest();

      assertThat(write(sample.shuffled(seed)).summary().digest()).isEqualTo(whole);
      assertThat(first.plus(second)).isEqualTo(whole);
      assertThat(second.plus(first)).isEqualTo(whole);
    }
  }

  @Test
  void digestTellsNullFromEmptyAndKnowsHowOftenARowStands() throws IOException {
    List<byte[]> nothing = Collections.singletonList(null);
    List<byte[]> empty = List.of(new byte[0]);
    List<RowDigest> digests = new ArrayList<>();
    for (List<List<byte[]>> rows :
        List.of(
            List.<List<byte[]>>of(),
            List.of(nothing),
            List.of(empty),
            List.of(empty, empty),
            List.of(nothing, empty))) {
      digests.add(write(new SampleRows(1, rows)).summary().digest());
    }

    assertThat(digests).doesNotHaveDuplicates();
    assertThat(digests.getFirst()).isEqualTo(RowDigest.EMPTY);
  }

  @Test
  void changedBytesAreNoticed() throws IOException {
    assertChangedBytesAreNoticed(7);
  }

  @Tag("thorough")
  @Test
  void everyChangedByteIsNoticed() throws IOException {
    assertChangedBytesAreNoticed(1);
  }

  private static void assertChangedBytesAreNoticed(int stride) throws IOException {
    SampleRows sample = SampleRows.random(7).part(0, 3);
    Written written = write(sample);
    for (int at = 0; at < written.stored().length; at += stride) {
      for (int change : new int[] {0x01, 0x80, 0xFF}) {
        byte[] changed = written.stored().clone();
        changed[at] ^= (byte) change;
        assertNoticed(changed, sample.fields(), written.summary());
      }
    }
  }

  @Test
  void everyTruncationIsNoticed() throws IOException {
    SampleRows sample = SampleRows.random(7).part(0, 3);
    Written written = write(sample);
    for (int length = 0; length < written.stored().length; length++) {
      byte[] truncated = Arrays.copyOf(written.stored(), length);
      assertThatThrownBy(() -> read(truncated, sample.fields(), (b, o, l) -> {}))
          .isInstanceOf(DamagedSegmentException.class);
      assertThat(SegmentReader.readStored(new ByteArrayInputStream(truncated)).sha256())
          .isNotEqualTo(written.summary().sha256());
    }
  }

  private static void assertNoticed(byte[] stored, int fields, SegmentSummary expected) {
    try {
      assertThat(read(stored, fields, (bytes, offset, length) -> {})).isNotEqualTo(expected);
    } catch (IOException e) {
      assertThat(e).isInstanceOf(DamagedSegmentException.class);
    }
  }

  @Test
  void bytesBehindTheFrameAreNoticed() throws IOException {
    SampleRows sample = SampleRows.random(8);
    Written written = write(sample);
    byte[] emptyFrame = Zstd.compress(new byte[0]);
    byte[] skippableFrame = HexFormat.of().parseHex("502a4d1802000000aabb");
    for (byte[] more :
        List.of(new byte[1], new byte[100], written.stored(), emptyFrame, skippableFrame)) {
      assertNoticed(concatenate(written.stored(), more), sample.fields(), written.summary());
    }
  }

  @Test
  void frameThatClaimsALargeWindowIsRefused() throws IOException {
    for (int windowLog : new int[] {25, 27}) {
      byte[] bomb = compress(SampleRows.random(9).stream(), 3, windowLog);

      assertThatThrownBy(() -> read(bomb, SampleRows.random(9).fields(), (b, o, l) -> {}))
          .isInstanceOf(DamagedSegmentException.class)
          .hasMessageContaining("cannot be decompressed");
    }
  }

  @Test
  void otherLevelsAndSmallerWindowsAreRead() throws IOException {
    SampleRows sample = SampleRows.random(10);
    for (int level : new int[] {1, 19}) {
      byte[] stored = compress(sample.stream(), level, 20);
      assertThat(read(stored, sample.fields(), (b, o, l) -> {}).digest())
          .isEqualTo(write(sample).summary().digest());
    }
  }

  @Test
  void frameHasAChecksumAndAWindowOfAtMost16Mebibytes() throws IOException {
    byte[] stored = write(SampleRows.random(11)).stored();

    // RFC 8878, 3.1.1.1: magic number, frame header descriptor, window descriptor.
    assertThat(Arrays.copyOf(stored, 4)).isEqualTo(HexFormat.of().parseHex("28b52ffd"));
    assertThat(stored[4] & 0x04).as("content checksum").isNotZero();
    assertThat(stored[4] & 0x20).as("single segment").isZero();
    assertThat(stored[4] & 0x03).as("dictionary").isZero();
    assertThat(10 + ((stored[5] & 0xFF) >> 3)).as("window log").isLessThanOrEqualTo(24);
  }

  @Test
  void shortReadsMakeNoDifference() throws IOException {
    SampleRows sample = SampleRows.random(12);
    Written written = write(sample);
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(written.stored())) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return super.read(bytes, offset, Math.min(length, 1));
          }
        };

    assertThat(
            SegmentReader.read(
                slow,
                SegmentDecoder.PLAIN,
                sample.fields(),
                written.summary().rawBytes(),
                (b, o, l) -> {}))
        .isEqualTo(written.summary());
  }

  @Test
  void readingEndsWhereTheManifestSaysTheRowsEnd() throws IOException {
    SampleRows sample = SampleRows.random(14);
    Written written = write(sample);
    long tooFew = written.summary().rawBytes() - 1;

    assertThatThrownBy(
            () ->
                SegmentReader.read(
                    new ByteArrayInputStream(written.stored()),
                    SegmentDecoder.PLAIN,
                    sample.fields(),
                    tooFew,
                    (b, o, l) -> {}))
        .isInstanceOf(DamagedSegmentException.class)
        .hasMessageContaining("more than " + tooFew);
  }

  @Test
  void quickLookCountsAndHashesOnly() throws IOException {
    Written written = write(SampleRows.random(13));
    SegmentSummary quick = SegmentReader.readStored(new ByteArrayInputStream(written.stored()));

    assertThat(quick.sha256()).isEqualTo(written.summary().sha256());
    assertThat(quick.storedBytes()).isEqualTo(written.summary().storedBytes());
    assertThat(quick.rows()).isZero();
  }

  @Test
  void incompleteStreamIsNoSegment() throws IOException {
    byte[] stream = SampleRows.random(14).stream();
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (SegmentWriter writer =
        new SegmentWriter(stored, SampleRows.random(14).fields(), SegmentEncoder.PLAIN)) {
      writer.accept(stream, 0, stream.length - 1);

      assertThatThrownBy(writer::finish).isInstanceOf(DamagedSegmentException.class);
    }
    assertThat(stored.size()).isZero();
  }

  @Test
  void closingAfterABrokenTargetDoesNotTouchItAgain() throws IOException {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int value) throws IOException {
            throw new IOException("broken on demand");
          }
        };
    byte[] noise = new byte[3_000_000];
    new Random(6).nextBytes(noise);
    byte[] stream = new SampleRows(1, List.of(List.of(noise))).stream();
    SegmentWriter writer = new SegmentWriter(broken, 1, SegmentEncoder.PLAIN);

    assertThatThrownBy(() -> writer.accept(stream, 0, stream.length))
        .hasMessage("broken on demand");
    writer.close();
    writer.close();
  }

  @Test
  void errorOfTheSinkOrTheSourceComesThroughAsItIs() throws IOException {
    SampleRows sample = SampleRows.random(15);
    byte[] stored = write(sample).stored();
    IOException own = new IOException("full");

    assertThatThrownBy(
            () ->
                read(
                    stored,
                    sample.fields(),
                    (bytes, offset, length) -> {
                      throw own;
                    }))
        .isSameAs(own);
  }

  private static SegmentSummary read(byte[] stored, int fields, ByteSink sink) throws IOException {
    return SegmentReader.read(
        new ByteArrayInputStream(stored), SegmentDecoder.PLAIN, fields, Long.MAX_VALUE, sink);
  }

  private static byte[] compress(byte[] bytes, int level, int windowLog) throws IOException {
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (OutputStream out =
        new ZstdOutputStreamNoFinalizer(stored).setLevel(level).setLong(windowLog)) {
      out.write(bytes);
    }
    return stored.toByteArray();
  }

  private static byte[] concatenate(byte[] one, byte[] other) {
    byte[] both = Arrays.copyOf(one, one.length + other.length);
    System.arraycopy(other, 0, both, one.length, other.length);
    return both;
  }

  private static byte[] sha256(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(bytes);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
