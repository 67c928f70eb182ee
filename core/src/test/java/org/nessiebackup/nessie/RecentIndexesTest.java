package org.nessiebackup.nessie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.projectnessie.versioned.storage.common.persist.ObjId;

class RecentIndexesTest {
  private final RecentIndexes recent = new RecentIndexes();

  @Test
  void theNearestAncestorThatIsThereIsGiven() {
    KnownIndex first = index(10);
    KnownIndex second = index(10);
    recent.add(id(1), ObjId.EMPTY_OBJ_ID, first);
    recent.add(id(8), id(7), second);

    assertThat(recent.firstOf(List.of(id(9), id(8), id(1)))).isSameAs(second);
    assertThat(recent.firstOf(List.of(id(9), id(1)))).isSameAs(first);
    assertThat(recent.firstOf(List.of(id(9)))).isSameAs(KnownIndex.NONE);
  }

  @Test
  void aChildTakesThePlaceOfItsParentWhicheverComesFirst() {
    recent.add(id(1), ObjId.EMPTY_OBJ_ID, index(10));
    recent.add(id(2), id(1), index(10));
    recent.add(id(4), id(3), index(10));
    recent.add(id(3), id(2), index(10));

    assertThat(recent.firstOf(List.of(id(1), id(2), id(3)))).isSameAs(KnownIndex.NONE);
    assertThat(recent.firstOf(List.of(id(4)))).isNotSameAs(KnownIndex.NONE);
  }

  @Test
  void manyBranchesTakeNoMoreMemoryThanSome() {
    for (int branch = 0; branch < 100; branch++) {
      recent.add(id(branch), id(1_000 + branch), index(100_000));
    }

    assertThat(recent.firstOf(List.of(id(0)))).isSameAs(KnownIndex.NONE);
    assertThat(recent.firstOf(List.of(id(99)))).isNotSameAs(KnownIndex.NONE);
  }

  @Test
  void anIndexThatIsLargerThanAllOthersTogetherIsNotKept() {
    recent.add(id(1), ObjId.EMPTY_OBJ_ID, index(10));
    recent.add(id(2), id(9), index(10_000_000));

    assertThat(recent.firstOf(List.of(id(2)))).isSameAs(KnownIndex.NONE);
    assertThat(recent.firstOf(List.of(id(1)))).isNotSameAs(KnownIndex.NONE);
  }

  private static ObjId id(int number) {
    return ObjId.objIdFromLongs(number, 2, 3, 4);
  }

  private static KnownIndex index(int bytes) {
    return new KnownIndex(Slice.of(new byte[bytes]), 0, new int[1], new int[0], new int[0]);
  }
}
