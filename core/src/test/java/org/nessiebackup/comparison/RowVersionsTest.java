package org.nessiebackup.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.segment.KeyHash;

class RowVersionsTest {
  private static final KeyHash ONE = new KeyHash(1, 1);
  private static final KeyHash OTHER = new KeyHash(2, 2);
  private static final int LAST = 4;

  private final RowVersions versions = new RowVersions("objs2");

  private static Optional<List<ValueHash>> row(int... values) {
    return Optional.of(
        Arrays.stream(values).mapToObj(value -> new ValueHash(value, value)).toList());
  }

  private static List<Optional<ValueHash>> sent(Integer... values) {
    return Stream.of(values)
        .map(Optional::ofNullable)
        .map(value -> value.map(each -> new ValueHash(each, each)))
        .toList();
  }

  private static BitSet all() {
    BitSet moments = new BitSet();
    moments.set(0, LAST + 1);
    return moments;
  }

  private BitSet moments(
      KeyHash key, Optional<List<ValueHash>> first, Optional<List<ValueHash>> found) {
    BitSet moments = all();
    boolean ever = versions.strike(key, new RowVersions.Rows(first, found), moments, LAST);
    assertThat(ever).isEqualTo(!moments.isEmpty());
    return moments;
  }

  private static BitSet moments(int... those) {
    BitSet moments = new BitSet();
    Arrays.stream(those).forEach(moments::set);
    return moments;
  }

  @Test
  void momentsAreLeftAtWhichTheRowWasSo() {
    versions.written(2, ONE, sent(7, 8));
    versions.removed(3, ONE);
    versions.written(4, ONE, sent(1, 2));

    assertThat(moments(ONE, row(1, 2), row(1, 2))).isEqualTo(moments(0, 1, 4));
    assertThat(moments(ONE, row(1, 2), row(7, 8))).isEqualTo(moments(2));
    assertThat(moments(ONE, row(1, 2), Optional.empty())).isEqualTo(moments(3));
    assertThat(moments(ONE, row(1, 2), row(7, 2))).isEqualTo(moments());
  }

  @Test
  void valueThatIsNotSentIsThatOfTheRowBefore() {
    versions.written(1, ONE, sent(5, null));
    versions.written(3, ONE, sent(null, 6));

    assertThat(moments(ONE, row(1, 2), row(5, 2))).isEqualTo(moments(1, 2));
    assertThat(moments(ONE, row(1, 2), row(5, 6))).isEqualTo(moments(3, 4));
  }

  @Test
  void nobodySeesWhatATransactionHasOverwrittenItself() {
    versions.written(1, ONE, sent(5, 5));
    versions.written(1, ONE, sent(6, null));

    assertThat(moments(ONE, Optional.empty(), row(5, 5))).isEqualTo(moments());
    assertThat(moments(ONE, Optional.empty(), row(6, 5))).isEqualTo(moments(1, 2, 3, 4));
  }

  @Test
  void rowsThatWereNeverSoTogetherLeaveNoMoment() {
    versions.written(1, ONE, sent(5, 5));
    versions.written(2, OTHER, sent(6, 6));
    BitSet moments = all();

    versions.strike(ONE, new RowVersions.Rows(row(1, 1), row(1, 1)), moments, LAST);
    versions.strike(OTHER, new RowVersions.Rows(row(1, 1), row(6, 6)), moments, LAST);

    assertThat(moments.isEmpty()).isTrue();
  }

  @Test
  void valueAsBeforeOfARowThatWasNotThereIsRefused() {
    versions.written(1, ONE, sent(5, null));

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> moments(ONE, Optional.empty(), row(5, 5)))
        .withMessageContaining("objs2");
  }
}
