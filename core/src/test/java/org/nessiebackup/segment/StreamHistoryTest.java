package org.nessiebackup.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StreamHistoryTest {
  private static final int MOST = 100_000;

  private final StreamHistory history = new StreamHistory(MOST);
  private final Random random = new Random(5);

  private byte[] stream(int length) {
    byte[] stream = new byte[length];
    random.nextBytes(stream);
    return stream;
  }

  private static byte[] bytes(SegmentDictionary dictionary) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    dictionary.writeTo(bytes::write);
    return bytes.toByteArray();
  }

  private static byte[] joined(List<byte[]> streams, int from, int to) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    streams.subList(from, to).forEach(all::writeBytes);
    return all.toByteArray();
  }

  @Test
  void partsAreWhatWasAddedHoweverOftenItIsTrimmed() throws IOException {
    List<byte[]> streams = new ArrayList<>();
    List<SegmentDictionary> lent = new ArrayList<>();
    List<byte[]> expected = new ArrayList<>();
    for (int number = 1; number <= 300; number++) {
      streams.add(stream(1 + random.nextInt(9_000)));
      history.add(number, streams.getLast());
      int oldest = (int) history.first().orElseThrow();
      int from = oldest + random.nextInt(number - oldest + 1);
      lent.add(history.between(from, number).orElseThrow());
      expected.add(joined(streams, from - 1, number));
      assertThat(bytes(history.all().orElseThrow()))
          .isEqualTo(joined(streams, oldest - 1, number))
          .hasSize((int) history.bytes());
    }
    for (int i = 0; i < lent.size(); i++) {
      assertThat(bytes(lent.get(i))).isEqualTo(expected.get(i));
      assertThat(lent.get(i).lent()).isEqualTo(expected.get(i));
      assertThat(lent.get(i).sha256()).isEqualTo(new SegmentDictionary(expected.get(i)).sha256());
    }
  }

  @Test
  void numbersMayBeMissingInBetweenButNotAtTheEnds() throws IOException {
    List<byte[]> streams = List.of(stream(10), stream(20), stream(30));
    history.add(2, streams.get(0));
    history.add(5, streams.get(1));
    history.add(6, streams.get(2));

    assertThat(bytes(history.between(2, 6).orElseThrow())).isEqualTo(joined(streams, 0, 3));
    assertThat(history.between(3, 6)).isEmpty();
    assertThat(history.between(2, 7)).isEmpty();
    assertThat(history.between(6, 2)).isEmpty();
  }

  @Test
  void nothingIsLeftOfWhatWasForgotten() {
    history.add(1, stream(10));
    history.clear();
    assertThat(history.all()).isEmpty();
    assertThat(history.bytes()).isZero();

    history.add(2, stream(100));
    history.add(3, stream(50));
    history.keep(50);
    assertThat(history.first()).hasValue(3);
    history.add(4, stream(MOST - 50));
    assertThat(history.first()).hasValue(3);
    history.add(5, stream(1));
    assertThat(history.first()).hasValue(4);
    history.add(6, stream(MOST + 1));
    assertThat(history.last()).isEmpty();
    assertThat(history.between(4, 5)).isEmpty();
  }

  @Test
  void whatIsJoinedIsACopyOfNoMoreThanIsNeeded() throws IOException {
    byte[] one = stream(7);
    SegmentDictionary alone = new SegmentDictionary(one);
    assertThat(SegmentDictionary.joined(List.of(alone))).isSameAs(alone);
    byte[] twice = Arrays.copyOf(one, 14);
    System.arraycopy(one, 0, twice, 7, 7);
    assertThat(bytes(SegmentDictionary.joined(List.of(alone, alone)))).isEqualTo(twice);
  }
}
