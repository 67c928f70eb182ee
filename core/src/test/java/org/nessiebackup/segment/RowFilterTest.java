package org.nessiebackup.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Digests;
import org.nessiebackup.crypto.Decryption;
import org.nessiebackup.crypto.Encryption;
import org.nessiebackup.testing.SampleRows;

class RowFilterTest {
  /** The hash of a key, written down a second time. */
  private static KeyHash hash(List<byte[]> row, int keyFields) {
    byte[] tuple = SampleRows.tuple(row.subList(0, keyFields));
    byte[] fields = java.util.Arrays.copyOfRange(tuple, Short.BYTES, tuple.length);
    ByteBuffer hash = ByteBuffer.wrap(Digests.sha256().digest(fields));
    return new KeyHash(hash.getLong(), hash.getLong());
  }

  @Test
  void onlyWantedRowsPassWhateverThePieces() throws IOException {
    for (int seed = 0; seed < 400; seed++) {
      Random random = new Random(seed);
      SampleRows sample = SampleRows.random(seed);
      int keyFields = 1 + random.nextInt(Math.min(2, sample.fields()));
      Set<KeyHash> unwanted = new HashSet<>();
      List<List<byte[]>> kept = new ArrayList<>();
      List<List<byte[]>> dropped = new ArrayList<>();
      for (List<byte[]> row : sample.rows()) {
        if (random.nextInt(3) == 0) {
          unwanted.add(hash(row, keyFields));
        }
      }
      for (List<byte[]> row : sample.rows()) {
        (unwanted.contains(hash(row, keyFields)) ? dropped : kept).add(row);
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      RowFilter filter = new RowFilter(sample.fields(), keyFields, unwanted::contains, out::write);
      byte[] stream = sample.stream();
      for (int at = 0; at < stream.length; ) {
        int length = Math.min(1 + random.nextInt(500), stream.length - at);
        filter.accept(stream, at, length);
        at += length;
      }
      RowCount count = filter.finish();
      assertThat(out.toByteArray()).isEqualTo(new SampleRows(sample.fields(), kept).stream());
      assertThat(count).isEqualTo(count(new SampleRows(sample.fields(), dropped)));
      assertThat(count(sample).minus(count))
          .isEqualTo(count(new SampleRows(sample.fields(), kept)));
    }
  }

  @Test
  void rowsTakeThePlaceOfThoseThatAreDropped() throws IOException {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      SampleRows sample = SampleRows.random(seed);
      Set<KeyHash> dropped = new HashSet<>();
      Set<KeyHash> replaced = new HashSet<>();
      for (List<byte[]> row : sample.rows()) {
        switch (random.nextInt(3)) {
          case 0 -> dropped.add(hash(row, 1));
          case 1 -> replaced.add(hash(row, 1));
          default -> {}
        }
      }
      dropped.removeAll(replaced);
      List<List<byte[]>> left = new ArrayList<>();
      List<List<byte[]>> others = new ArrayList<>();
      List<List<byte[]>> gone = new ArrayList<>();
      for (List<byte[]> row : sample.rows()) {
        if (replaced.contains(hash(row, 1))) {
          others.add(other(row));
          left.add(other(row));
          gone.add(row);
        } else {
          (dropped.contains(hash(row, 1)) ? gone : left).add(row);
        }
      }
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      RowFilter filter =
          new RowFilter(
              sample.fields(),
              1,
              key -> dropped.contains(key) || replaced.contains(key),
              key ->
                  replaced.contains(key)
                      ? Optional.of(row -> new Tuple(other(row.fields())))
                      : Optional.empty(),
              out::write);
      byte[] stream = sample.stream();
      for (int at = 0; at < stream.length; ) {
        int length = Math.min(1 + random.nextInt(500), stream.length - at);
        filter.accept(stream, at, length);
        at += length;
      }
      assertThat(filter.finish()).isEqualTo(count(new SampleRows(sample.fields(), gone)));
      assertThat(out.toByteArray()).isEqualTo(new SampleRows(sample.fields(), left).stream());
      assertThat(filter.added()).isEqualTo(count(new SampleRows(sample.fields(), others)));
    }
  }

  /** NULL where something was, and something where NULL was. */
  private static List<byte[]> other(List<byte[]> row) {
    List<byte[]> other = new ArrayList<>(row);
    int last = other.size() - 1;
    other.set(last, other.get(last) == null ? new byte[70_000] : null);
    return other;
  }

  @Test
  void severalStreamsBecomeOne() throws IOException {
    SampleRows first = new SampleRows(1, List.of(List.of(new byte[] {1}), List.of(new byte[] {2})));
    SampleRows second =
        new SampleRows(1, List.of(List.of(new byte[] {2}), List.of(new byte[] {3})));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    KeyHash unwanted = hash(first.rows().getFirst(), 1);
    RowFilter filter = new RowFilter(1, 1, unwanted::equals, out::write);
    filter.accept(first.stream(), 0, first.stream().length);
    filter.nextStream();
    filter.accept(second.stream(), 0, second.stream().length);

    assertThat(filter.finish().rows()).isEqualTo(1);
    assertThat(out.toByteArray())
        .isEqualTo(
            new SampleRows(
                    1,
                    List.of(
                        first.rows().getLast(), second.rows().getFirst(), second.rows().getLast()))
                .stream());
    RowFilter cut = new RowFilter(1, 1, key -> false, out::write);
    cut.accept(first.stream(), 0, first.stream().length - 1);
    assertThatExceptionOfType(DamagedSegmentException.class).isThrownBy(cut::nextStream);
  }

  private static RowCount count(SampleRows sample) throws IOException {
    RowCounter counter = new RowCounter(sample.fields());
    byte[] stream = sample.stream();
    counter.accept(stream, 0, stream.length);
    return counter.finish();
  }

  @Test
  void keyThatNoServerCanHaveIsRefusedBeforeItIsHeld() {
    byte[] huge = new byte[RowFilter.LONGEST_KEY + 1];
    byte[] stream = new SampleRows(1, List.of(List.of(huge))).stream();
    RowFilter filter = new RowFilter(1, 1, key -> false, (bytes, offset, length) -> {});
    assertThatExceptionOfType(DamagedSegmentException.class)
        .isThrownBy(() -> filter.accept(stream, 0, stream.length))
        .withMessageContaining("row 1");
  }

  @Test
  void keyListHoldsTheKeysAndTheTailOfTheDigest() throws IOException {
    SampleRows sample = SampleRows.random(5);
    ByteArrayOutputStream list = new ByteArrayOutputStream();
    KeyListWriter keys = new KeyListWriter(list, new Encryption.None());
    SegmentSummary summary;
    try (SegmentWriter writer =
        SegmentWriter.withKeys(
            new ByteArrayOutputStream(), sample.fields(), SegmentEncoder.PLAIN, 1, keys)) {
      byte[] stream = sample.stream();
      writer.accept(stream, 0, stream.length);
      summary = writer.finish();
    }
    KeyListSummary written = keys.finish();
    List<Long> hashes = new ArrayList<>();
    long[] tail = new long[1];
    KeyListSummary read =
        KeyListReader.read(
            new java.io.ByteArrayInputStream(list.toByteArray()),
            new Decryption.None(),
            written.keys(),
            key -> {
              hashes.add(key.key());
              tail[0] += key.row();
            });
    assertThat(read).isEqualTo(written);
    assertThat(hashes)
        .containsExactlyElementsOf(sample.rows().stream().map(row -> hash(row, 1).high()).toList());
    assertThat(summary.digest().hex()).endsWith(java.util.HexFormat.of().toHexDigits(tail[0]));
    assertThatExceptionOfType(DamagedSegmentException.class)
        .isThrownBy(
            () ->
                KeyListReader.read(
                    new java.io.ByteArrayInputStream(list.toByteArray(), 0, 17),
                    new Decryption.None(),
                    written.keys(),
                    key -> {}));
  }
}
