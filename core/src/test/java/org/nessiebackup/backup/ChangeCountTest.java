package org.nessiebackup.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.nessiebackup.segment.KeySet;
import org.nessiebackup.segment.RowKey;

/** Hashes of keys have 64 bits, and two of them may be equal; then nothing may be missed. */
class ChangeCountTest {
  private static ChangeCount count(KeySet stored, long... parents) throws IOException {
    ChangeCount count = new ChangeCount(stored);
    for (long parent : parents) {
      count.accept(new RowKey(parent, 100 + parent));
    }
    return count;
  }

  private static KeySet keys(long... keys) throws IOException {
    KeySet.Collector collector = new KeySet.Collector(10);
    for (long key : keys) {
      collector.add(key);
    }
    return collector.set();
  }

  @Test
  void tellsNewChangedAndDeletedRowsApart() throws IOException {
    // The parent has 1 to 5; 2 has changed, 9 is new, 5 is gone, 1, 3 and 4 are as they were.
    ChangeCount count = count(keys(9, 2), 1, 2, 3, 4, 5);
    assertThat(count.plausible(5, 3)).isTrue();
    assertThat(count.updated()).isEqualTo(1);
    assertThat(count.deleted(3)).isEqualTo(1);
    assertThat(count.replacedTail()).isEqualTo(102);
  }

  @Test
  void newRowWithTheHashOfAnUnchangedOneIsNoticed() throws IOException {
    assertThat(count(keys(2), 1, 2, 3).plausible(3, 3)).isFalse();
  }

  @Test
  void changedRowWhoseHashTwoOfTheParentsRowsHaveIsNoticed() throws IOException {
    assertThat(count(keys(2), 1, 2, 2).plausible(3, 2)).isFalse();
  }

  @Test
  void storedRowsWithEqualHashesAreNoticed() throws IOException {
    assertThat(count(keys(7, 7), 1, 2).plausible(2, 2)).isFalse();
  }

  @Test
  void listsThatHaveMoreOrFewerRowsThanTheParentAreNoticed() throws IOException {
    assertThat(count(keys(7), 1, 2).plausible(3, 2)).isFalse();
  }
}
