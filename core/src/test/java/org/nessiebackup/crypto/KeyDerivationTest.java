package org.nessiebackup.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class KeyDerivationTest {
  /** Test case 3 of RFC 5869, of whose 42 bytes the first block is 32. */
  @Test
  void derivesAsTheSpecificationOfHkdfSays() {
    byte[] secret = new byte[22];
    Arrays.fill(secret, (byte) 0x0b);

    assertThat(KeyDerivation.derive(secret, ""))
        .isEqualTo(
            HexFormat.of()
                .parseHex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d"));
  }

  @Test
  void otherPurposeGivesAnotherKey() {
    byte[] secret = new byte[32];

    assertThat(KeyDerivation.derive(secret, "one"))
        .isNotEqualTo(KeyDerivation.derive(secret, "two"));
  }
}
