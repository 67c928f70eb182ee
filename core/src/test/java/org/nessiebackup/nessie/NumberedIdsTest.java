package org.nessiebackup.nessie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NumberedIdsTest {
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
