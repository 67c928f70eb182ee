package org.nessiebackup.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PackedRecordsTest {
  @Test
  void recordsOfAllSizesComeBackInAnyOrder() {
    Random random = new Random(1);
    PackedRecords records = new PackedRecords();
    List<byte[]> expected = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      byte[] record = new byte[i % 500 == 0 ? 70_000 : random.nextInt(300)];
      if (i % 3 > 0) {
        random.nextBytes(record);
      }
      assertThat(records.add(record)).isEqualTo(i);
      expected.add(record);
    }
    assertThat(records.length()).isEqualTo(expected.stream().mapToLong(r -> r.length).sum());
    for (int i = 0; i < 8_000; i++) {
      int number = random.nextInt(expected.size());
      assertThat(records.get(number)).isEqualTo(expected.get(number));
    }
  }
}
