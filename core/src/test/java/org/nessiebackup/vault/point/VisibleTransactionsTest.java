package org.nessiebackup.vault.point;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTransactionsTest {
  private static boolean sees(String snapshot, long xid) {
    return VisibleTransactions.parse(snapshot).orElseThrow().sees(xid);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ' ',
      value = {"9 true", "10 false", "11 true", "14 false", "19 true", "20 false", "21 false"})
  void whatHadEndedIsSeenAndWhatHadNotIsNot(long xid, boolean seen) {
    assertThat(sees("10:20:14,10", xid)).isEqualTo(seen);
  }

  @Test
  void aSnapshotWithoutOpenTransactionsSeesAllBeforeIt() {
    assertThat(sees("20:20:", 19)).isTrue();
    assertThat(sees("20:20:", 20)).isFalse();
  }

  @Test
  void lowerBitsAreThoseOfTheNearestNumber() {
    long cycle = 1L << 32;
    String early = "%1$d:%1$d:".formatted(3 * cycle + 5);
    assertThat(sees(early, 4)).isTrue();
    assertThat(sees(early, 5)).isFalse();
    assertThat(sees(early, cycle - 1)).as("before the lower bits began anew").isTrue();
    assertThat(sees(early, cycle / 2 - 10)).as("less than half a cycle ahead").isFalse();

    String late = "%d:%d:%d".formatted(4 * cycle - 9, 4 * cycle - 3, 4 * cycle - 9);
    assertThat(sees(late, cycle - 4)).isTrue();
    assertThat(sees(late, cycle - 9)).isFalse();
    assertThat(sees(late, cycle - 3)).isFalse();
    assertThat(sees(late, 7)).as("after the lower bits began anew").isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "10", "10:20", "10:20:,", "10:20:14,", "x:20:", "10:20:-4"})
  void somethingElseIsNoSnapshot(String text) {
    assertThat(VisibleTransactions.parse(text)).isEmpty();
  }
}
