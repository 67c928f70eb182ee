package org.nessiebackup.crypto;

import com.exceptionfactory.jagged.bech32.Bech32;
import com.exceptionfactory.jagged.bech32.Bech32Address;
import java.util.Optional;

/** A key of 32 bytes as age writes it: Bech32 behind a prefix that says what it is. */
final class Bech32Key {
  private static final int KEY_LENGTH = 32;

  private Bech32Key() {}

  /** The text of a key; its letters have the case of those of {@code prefix}. */
  static String encode(String prefix, byte[] key) {
    return Bech32.getEncoder().encode(prefix, key).toString();
  }

  /**
   * The key that {@code text} stands for, or nothing if it is anything else than what {@link
   * #encode} gives. Why it is not is left unsaid on purpose: the reason would quote what may be a
   * secret.
   */
  static Optional<byte[]> decode(String prefix, String text) {
    Bech32Address address;
    try {
      address = Bech32.getDecoder().decode(text);
    } catch (IllegalArgumentException notBech32) {
      return Optional.empty();
    }
    byte[] key = address.getData();
    return key.length == KEY_LENGTH && encode(prefix, key).equals(text)
        ? Optional.of(key)
        : Optional.empty();
  }
}
