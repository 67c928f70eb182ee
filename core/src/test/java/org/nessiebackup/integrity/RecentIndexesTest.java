package org.nessiebackup.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nessiebackup.nessie.Slice;
import org.nessiebackup.nessie.UndecodableException;

class RecentIndexesTest {
  private final RecentIndexes recent = new RecentIndexes();

  @Test
  void theNearestAncestorThatIsThereIsGiven() {
    KnownIndex first = index(10);
    KnownIndex second = index(10);
    recent.add(1, new long[0], first);
    recent.add(8, new long[] {7}, second);

    assertThat(recent.firstOf(9, 8, 1)).containsSame(second);
    assertThat(recent.firstOf(9, 1)).containsSame(first);
    assertThat(recent.firstOf(9)).isEmpty();
  }

  @Test
  void aChildTakesThePlaceOfItsParentWhicheverComesFirst() {
    recent.add(1, new long[0], index(10));
    recent.add(2, new long[] {1}, index(10));
    recent.add(4, new long[] {3}, index(10));
    recent.add(3, new long[] {2}, index(10));

    assertThat(recent.firstOf(1, 2, 3)).isEmpty();
    assertThat(recent.firstOf(4)).isPresent();
  }

  @Test
  void withoutAnyAncestorTheOneWithTheMostOfTheSameBytesIsGiven() throws UndecodableException {
    KnownIndex other = index(1, 2, 3, 4);
    KnownIndex ofTheSameBranch = index(1, 5, 6, 7);
    recent.add(1, new long[0], other);
    recent.add(8, new long[] {7}, ofTheSameBranch);
    Slice wanted = index(1, 5, 6, 9).bytes();

    assertThat(recent.closestTo(wanted, 20, 19)).isSameAs(ofTheSameBranch);
    assertThat(recent.closestTo(wanted, 20, 1)).isSameAs(other);
    assertThat(recent.closestTo(index(1, 6).bytes(), 20)).isSameAs(KnownIndex.NONE);
  }

  @Test
  void manyBranchesTakeNoMoreMemoryThanSome() {
    for (int branch = 0; branch < 100; branch++) {
      recent.add(branch, new long[] {1_000 + branch}, index(100_000));
    }

    assertThat(recent.firstOf(0)).isEmpty();
    assertThat(recent.firstOf(99)).isPresent();
  }

  @Test
  void anIndexThatIsLargerThanAllOthersTogetherIsNotKept() {
    recent.add(1, new long[0], index(10));
    recent.add(2, new long[] {9}, index(10_000_000));

    assertThat(recent.firstOf(2)).isEmpty();
    assertThat(recent.firstOf(1)).isPresent();
  }

  @Test
  void aCopyIsMadeInTheArrayOfWhatWasLetGo() {
    KnownIndex parent = index(100);
    recent.add(1, new long[0], parent);
    recent.add(2, new long[] {1}, index(100));

    Slice copy = recent.copy(new Slice(new byte[] {7, 8, 9}, 1, 3));

    assertThat(copy.array()).isSameAs(parent.array());
    assertThat(copy.bytes()).containsExactly(8, 9);
    assertThat(recent.copy(copy).array()).isNotSameAs(parent.array());
  }

  @Test
  void whatIsTooSmallForACopyIsNotUsedForIt() {
    recent.add(1, new long[0], index(10));
    recent.add(2, new long[] {1}, index(10));

    assertThat(recent.copy(Slice.of(new byte[5_000])).length()).isEqualTo(5_000);
  }

  /** Of version 1, so that entries begin behind the first byte. */
  private static KnownIndex index(int version, int... entries) {
    byte[] bytes = new byte[1 + entries.length];
    bytes[0] = (byte) version;
    for (int i = 0; i < entries.length; i++) {
      bytes[i + 1] = (byte) entries[i];
    }
    return new KnownIndex(Slice.of(bytes), 0, new int[] {1}, new int[1], new int[0]);
  }

  private static KnownIndex index(int bytes) {
    return new KnownIndex(Slice.of(new byte[bytes]), 0, new int[1], new int[0], new int[0]);
  }
}
