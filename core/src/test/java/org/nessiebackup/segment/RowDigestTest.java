package org.nessiebackup.segment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RowDigestTest {
  private static final BigInteger MODULUS = BigInteger.TWO.pow(256);

  @Test
  void additionCarriesLikeThatOfWholeNumbers() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      RowDigest one = randomDigest(random);
      RowDigest other = randomDigest(random);

      assertThat(number(one.plus(other))).isEqualTo(number(one).add(number(other)).mod(MODULUS));
    }
  }

  /** Words of all zeros and all ones are where carries go wrong. */
  private static RowDigest randomDigest(Random random) {
    return new RowDigest(word(random), word(random), word(random), word(random));
  }

  private static long word(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> 0;
      case 1 -> -1;
      case 2 -> 1;
      case 3 -> Long.MIN_VALUE;
      case 4 -> -2;
      default -> random.nextLong();
    };
  }

  @Test
  void hexadecimalDigitsComeBack() {
    RowDigest digest = new RowDigest(1, -1, Long.MIN_VALUE, 0x0123456789ABCDEFL);

    assertThat(digest.hex())
        .isEqualTo("0000000000000001ffffffffffffffff80000000000000000123456789abcdef");
    assertThat(RowDigest.parse(digest.hex())).isEqualTo(digest);
    assertThat(RowDigest.EMPTY.hex()).isEqualTo("0".repeat(64));
  }

  @Test
  void otherTextIsNoDigest() {
    for (String text : List.of("", "00", "0".repeat(63), "0".repeat(66), "g".repeat(64))) {
      assertThatThrownBy(() -> RowDigest.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static BigInteger number(RowDigest digest) {
    return new BigInteger(1, HexFormat.of().parseHex(digest.hex()));
  }
}
