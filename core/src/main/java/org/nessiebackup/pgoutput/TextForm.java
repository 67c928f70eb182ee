package org.nessiebackup.pgoutput;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Makes of the text of a value what COPY binary has of it, for those types that catalogs have and
 * whose form is the same in every version.
 */
public final class TextForm {
  private static final String HEXADECIMAL = "\\x";

  private TextForm() {}

  /**
   * The binary form.
   *
   * @param typeOid the object id of the type, which of built-in ones never changes
   * @return absent of other types, and of a text that is none of that type
   */
  public static Optional<byte[]> binary(long typeOid, byte[] text) {
    try {
      return switch ((int) typeOid) {
        case 16 -> Optional.of(new byte[] {(byte) (string(text).equals("t") ? 1 : 0)});
        case 17 -> bytes(string(text));
        case 20 -> Optional.of(ByteBuffer.allocate(Long.BYTES).putLong(number(text)).array());
        case 21 ->
            Optional.of(
                ByteBuffer.allocate(Short.BYTES).putShort(Short.parseShort(string(text))).array());
        case 23 ->
            Optional.of(
                ByteBuffer.allocate(Integer.BYTES).putInt(Integer.parseInt(string(text))).array());
        case 25, 1042, 1043 -> Optional.of(text);
        default -> Optional.empty();
      };
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String string(byte[] text) {
    return new String(text, StandardCharsets.UTF_8);
  }

  private static long number(byte[] text) {
    return Long.parseLong(string(text));
  }

  private static Optional<byte[]> bytes(String text) {
    return text.startsWith(HEXADECIMAL)
        ? Optional.of(HexFormat.of().parseHex(text, HEXADECIMAL.length(), text.length()))
        : Optional.empty();
  }
}
