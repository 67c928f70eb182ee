package org.nessiebackup.vault.rows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.testing.LookalikeKeys;

class TipKeysTest {
  private static TipKeys of(List<KeyHash> rows) {
    TipKeys.Collector collector = new TipKeys.Collector();
    rows.forEach(collector::add);
    return collector.keys();
  }

  private static KeyHash key(String id) {
    return KeyHash.of(new byte[0], HexFormat.of().parseHex(id));
  }

  @Test
  void keysWhoseHashesAgreeInHalfAreTwo() {
    KeyHash one = key(LookalikeKeys.ONE);
    KeyHash other = key(LookalikeKeys.OTHER);
    assertThat(one.high()).isEqualTo(other.high());

    assertThat(of(List.of(one)).contains(other)).isFalse();
    assertThat(of(List.of(one, other)).last(one)).isZero();
    assertThat(of(List.of(one, other)).last(other)).isEqualTo(1);
  }

  @Test
  void whateverHashesHaveInCommonTheLastRowOfEachKeyIsFound() {
    Random random = new Random(3);
    long[] parts = {0, 1, -1, Long.MIN_VALUE, Long.MAX_VALUE, 0xFFFF_FFFFL, 1L << 32, -1L << 32};
    List<KeyHash> rows = new ArrayList<>();
    Map<KeyHash, Integer> last = new HashMap<>();
    for (int place = 0; place < 3000; place++) {
      KeyHash key =
          place % 20 == 0
              ? new KeyHash(random.nextLong(), random.nextLong())
              : new KeyHash(
                  parts[random.nextInt(parts.length)], parts[random.nextInt(parts.length)]);
      rows.add(key);
      last.put(key, place);
    }
    TipKeys keys = of(rows);
    last.forEach((key, place) -> assertThat(keys.last(key)).isEqualTo(place));
    for (long part : parts) {
      assertThat(keys.contains(new KeyHash(part, 7))).isFalse();
    }
    assertThat(of(List.of()).contains(rows.getFirst())).isFalse();
  }

  @Test
  void moreRowsThanAReaderHoldsAreRefused() {
    TipKeys.Collector collector = new TipKeys.Collector();
    KeyHash key = new KeyHash(1, 2);
    for (int i = 0; i < TipKeys.MOST_ROWS; i++) {
      collector.add(key);
    }
    assertThatThrownBy(() -> collector.add(key))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("4,000,000");
  }
}
