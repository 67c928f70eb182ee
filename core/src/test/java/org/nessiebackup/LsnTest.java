package org.nessiebackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Positions are read and written as PostgreSQL does it. */
class LsnTest {
  @Test
  void whatPostgresWritesIsRead() {
    for (String text : List.of("0/0", "16/B374D848", "FFFFFFFF/FFFFFFFF", "0/1")) {
      assertThat(Lsn.parse(text).orElseThrow()).hasToString(text);
    }
    assertThat(Lsn.parse("0016/00b374d8")).contains(new Lsn(0x16_00B3_74D8L));
  }

  @Test
  void anythingElseIsNone() {
    for (String text :
        List.of("", "/", "0", "1/", "/1", "-1/0", "1/G", "123456789/0", "0/0 ", "٠/٠")) {
      assertThat(Lsn.parse(text)).as(text).isEmpty();
    }
  }

  @Test
  void theyAreOrderedWithoutASign() {
    assertThat(new Lsn(-1)).isGreaterThan(new Lsn(1));
    assertThat(Lsn.ZERO).isLessThan(new Lsn(1));
    assertThat(new Lsn(30).minus(new Lsn(10))).isEqualTo(20);
  }
}
