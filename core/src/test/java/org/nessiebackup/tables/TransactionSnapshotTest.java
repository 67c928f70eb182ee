package org.nessiebackup.tables;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TransactionSnapshotTest {
  @Test
  void readsWhatTheServerWritesAndNothingElse() {
    assertThat(TransactionSnapshot.parse("742:745:742,744"))
        .contains(new TransactionSnapshot(742, 745));
    assertThat(TransactionSnapshot.parse("8589934600:8589934600:"))
        .contains(new TransactionSnapshot(8589934600L, 8589934600L));
    for (String other :
        new String[] {"", "1", "1:2", "2:1:", "-1:2:", "1:2:x", "1:99999999999999999999:"}) {
      assertThat(TransactionSnapshot.parse(other)).as(other).isEmpty();
    }
  }

  @Test
  void reachesAlmostHalfOfTheCircle() {
    TransactionSnapshot snapshot = new TransactionSnapshot(1L << 40, 1L << 40);
    assertThat(snapshot.reaches((1L << 40) - (1L << 31) + 10_000_001)).isTrue();
    assertThat(snapshot.reaches((1L << 40) - (1L << 31) + 10_000_000)).isFalse();
    assertThat(snapshot.reaches(0)).isFalse();
  }
}
