package org.nessiebackup.store.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PartSizesTest {
  private static final int FEWEST_PARTS_OF_A_VENDOR = 10_000;

  @Test
  void partsMakeAnObjectOfAHundredGibibytes() {
    long most = 0;
    for (int number = 1; number <= FEWEST_PARTS_OF_A_VENDOR; number++) {
      most += PartSizes.of(number);
      assertThat(PartSizes.of(number)).isBetween(5 << 20, 16 << 20);
      assertThat(PartSizes.of(number) % (256 << 10)).isZero();
    }

    assertThat(most).isGreaterThan(100L << 30);
  }
}
