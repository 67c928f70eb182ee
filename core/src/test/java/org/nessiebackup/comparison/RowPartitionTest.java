package org.nessiebackup.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.segment.DamagedSegmentException;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.segment.RowCount;
import org.nessiebackup.segment.RowCounter;
import org.nessiebackup.segment.RowKey;
import org.nessiebackup.segment.Tuple;
import org.nessiebackup.segment.TupleStream;

class RowPartitionTest {
  private final List<HashedRow> apart = new ArrayList<>();
  private final List<RowKey> others = new ArrayList<>();

  private static byte[] bytes(String text) {
    return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
  }

  private static Tuple row(String... fields) {
    return new Tuple(Arrays.stream(fields).map(RowPartitionTest::bytes).toList());
  }

  private static byte[] stream(Tuple... rows) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    TupleStream stream = new TupleStream(out::write);
    for (Tuple row : rows) {
      stream.add(row.bytes());
    }
    stream.finish();
    return out.toByteArray();
  }

  private RowCount read(Set<KeyHash> wanted, int piece, byte[] stream) throws IOException {
    RowPartition partition = new RowPartition(4, 2, wanted::contains, apart::add, others::add);
    for (int at = 0; at < stream.length; at += piece) {
      partition.accept(stream, at, Math.min(piece, stream.length - at));
    }
    return partition.finish();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000})
  void rowsAreTakenApartOrSummedByTheirKeys(int piece) throws IOException {
    Tuple first = row("r", "one", "value", null);
    Tuple second = row("r", "two", "", "value");
    Tuple third = row("", "", null, "long".repeat(50));
    KeyHash wanted = KeyHash.of(bytes("r"), bytes("two"));

    RowCount rest = read(Set.of(wanted), piece, stream(first, second, third));

    RowCounter counter = new RowCounter(4);
    byte[] without = stream(first, third);
    counter.accept(without, 0, without.length);
    assertThat(rest).isEqualTo(counter.finish());
    assertThat(others)
        .extracting(RowKey::key)
        .containsExactly(first.key(2).orElseThrow().high(), third.key(2).orElseThrow().high());
    assertThat(others.stream().mapToLong(RowKey::row).sum()).isEqualTo(rest.digest().d());
    assertThat(apart).hasSize(1);
    assertThat(apart.getFirst().hash()).isEqualTo(wanted);
    assertThat(apart.getFirst().key()).containsExactly(bytes("r"), bytes("two"));
    assertThat(apart.getFirst().values())
        .containsExactly(ValueHash.of(bytes("")), ValueHash.of(bytes("value")))
        .doesNotContain(ValueHash.NULL);
  }

  @Test
  void nullIsAValueOfItsOwn() throws IOException {
    Tuple row = row("r", "one", null, "");

    read(Set.of(row.key(2).orElseThrow()), 1000, stream(row));

    assertThat(apart.getFirst().values()).containsExactly(ValueHash.NULL, ValueHash.of(bytes("")));
  }

  @Test
  void keyThatIsNullOrTooLongIsRefused() {
    assertThatExceptionOfType(DamagedSegmentException.class)
        .isThrownBy(() -> read(Set.of(), 1000, stream(row("r", null, "a", "b"))));
    assertThatExceptionOfType(DamagedSegmentException.class)
        .isThrownBy(() -> read(Set.of(), 1000, stream(row("r", "x".repeat(9000), "a", "b"))));
  }
}
