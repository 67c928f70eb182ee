package org.nessiebackup.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nessiebackup.nessie.ObjectId;

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

  @Test
  void idsKeepTheirNumbers() {
    Random random = new Random(2);
    NumberedIds ids = new NumberedIds();
    List<ObjectId> expected = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      byte[] id = new byte[i % 100 == 0 ? 16 : 32];
      random.nextBytes(id);
      expected.add(ObjectId.of(id));
      assertThat(ids.find(expected.getLast())).isEqualTo(NumberedIds.NONE);
      assertThat(ids.add(expected.getLast())).isEqualTo(i);
    }
    for (int i = 0; i < expected.size(); i++) {
      assertThat(ids.add(expected.get(i))).isEqualTo(i);
      assertThat(ids.id(i)).isEqualTo(expected.get(i));
    }
    assertThat(ids.size()).isEqualTo(expected.size());
  }
}
