package org.nessiebackup.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EqualKeysTest {
  private static EqualKeys.Source of(long... hashes) {
    return sink -> {
      for (long hash : hashes) {
        sink.accept(new RowKey(hash, 0));
      }
    };
  }

  @Test
  void findsTheSameInOnePassAsInMany() throws IOException {
    Random random = new Random(7);
    long[] hashes =
        LongStream.concat(
                LongStream.generate(random::nextLong).limit(3000),
                LongStream.of(0, 0, -1, -1, -1, Long.MIN_VALUE, Long.MIN_VALUE, 5))
            .toArray();
    for (long perPass : new long[] {1 << 20, 1000, 40}) {
      KeySet equal = EqualKeys.find(hashes.length, perPass, of(hashes));
      assertThat(equal.size()).isEqualTo(3);
      assertThat(Set.of(0L, -1L, Long.MIN_VALUE)).allMatch(equal::contains);
    }
  }

  @Test
  void findsNothingWhereAllDiffer() throws IOException {
    assertThat(EqualKeys.find(3, of(1, 2, 3)).size()).isZero();
    assertThat(EqualKeys.find(0, of()).size()).isZero();
  }

  @Test
  void holdsNoMoreThanItsPassesAllow() {
    long[] same = LongStream.generate(() -> 1).limit(300).toArray();
    assertThatThrownBy(() -> EqualKeys.find(300, 100, of(same)))
        .isInstanceOf(DamagedSegmentException.class);
  }
}
