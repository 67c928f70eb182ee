package org.nessiebackup.segment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Java's strict decoder is the yardstick, but for the character 0. */
class Utf8CheckTest {
  private static boolean decodes(byte[] bytes) {
    for (byte each : bytes) {
      if (each == 0) {
        return false;
      }
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean accepts(byte[] bytes, int pieces) {
    Utf8Check check = new Utf8Check();
    int from = 0;
    for (int piece = 1; piece <= pieces; piece++) {
      int to = bytes.length * piece / pieces;
      if (!check.accept(bytes, from, to - from)) {
        return false;
      }
      from = to;
    }
    return check.finish();
  }

  @Test
  void everySequenceOfTwoBytesAndManyLongerOnesAreJudgedAsByJava() {
    for (int pair = 0; pair < 1 << 16; pair++) {
      byte[] bytes = {(byte) (pair >> 8), (byte) pair};
      assertThat(accepts(bytes, 2)).isEqualTo(decodes(bytes));
    }
    Random random = new Random(1);
    int[] first = {0xC2, 0xE0, 0xE1, 0xED, 0xEE, 0xF0, 0xF1, 0xF4, 0xF5, 0x41};
    int accepted = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(6)];
      for (int at = 0; at < bytes.length; at++) {
        bytes[at] = (byte) (at % 4 == 0 ? first[random.nextInt(10)] : 0x80 + random.nextInt(0x44));
      }
      boolean expected = decodes(bytes);
      accepted += expected ? 1 : 0;
      assertThat(accepts(bytes, 1 + random.nextInt(3))).isEqualTo(expected);
    }
    assertThat(accepted).isGreaterThan(1000);
  }
}
