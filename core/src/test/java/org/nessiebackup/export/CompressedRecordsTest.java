package org.nessiebackup.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompressedRecordsTest {
  @Test
  void recordsOfAllSizesComeBackInAnyOrder() {
    Random random = new Random(1);
    CompressedRecords records = new CompressedRecords();
    List<byte[]> expected = new ArrayList<>();
    List<Long> places = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      byte[] record = new byte[i % 500 == 0 ? 70_000 : random.nextInt(300)];
      if (i % 3 > 0) {
        random.nextBytes(record);
      }
      places.add(records.add(record));
      expected.add(record);
    }
    assertThat(records.length()).isEqualTo(expected.stream().mapToLong(r -> r.length).sum());
    for (int i = 0; i < 8_000; i++) {
      int number = random.nextInt(expected.size());
      assertThat(records.get(places.get(number))).isEqualTo(expected.get(number));
    }
  }
}
