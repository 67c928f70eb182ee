package org.nessiebackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nessiebackup.nessie.ObjectId;

class IdTableTest {
  @Test
  void idsKeepTheirNumbers() {
    Random random = new Random(2);
    IdTable ids = new IdTable();
    Map<ObjectId, Integer> numbers = new HashMap<>();
    List<ObjectId> expected = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      byte[] id = new byte[i % 100 == 0 ? 16 : 32];
      random.nextBytes(id);
      expected.add(ObjectId.of(id));
      assertThat(ids.find(expected.getLast())).isEqualTo(IdTable.NONE);
      numbers.put(expected.getLast(), ids.intern(expected.getLast()));
    }
    for (int i = 0; i < expected.size(); i++) {
      int number = numbers.get(expected.get(i));
      assertThat(ids.intern(expected.get(i))).isEqualTo(number);
      assertThat(ids.find(expected.get(i))).isEqualTo(number);
      assertThat(ids.id(number)).isEqualTo(expected.get(i));
      assertThat(ids.prefix(number)).isEqualTo(expected.get(i).prefix());
      assertThat(ids.isTaken(number)).isTrue();
    }
    assertThat(numbers.values()).doesNotHaveDuplicates().allMatch(number -> number < ids.limit());
  }
}
