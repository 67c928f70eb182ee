package org.nessiebackup.crypto;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of the form of RFC 7468: base 64 between two lines that say what it is.
 *
 * @param label what it is, such as {@code PRIVATE KEY}
 * @param base64 the text between
 */
record PemText(String label, String base64) {
  private static final Pattern FORM =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
  private static final int COLUMNS = 64;

  /** The first one in a text; what is around it is passed over, as openssl does. */
  static Optional<PemText> find(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.find()
        ? Optional.of(new PemText(matcher.group(1), matcher.group(2)))
        : Optional.empty();
  }

  /** Its bytes, or nothing if it is not base 64. */
  Optional<byte[]> bytes() {
    try {
      return Optional.of(Base64.getDecoder().decode(base64.replaceAll("\\s", "")));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  /** The text for some bytes, as openssl writes it. */
  static String of(String label, byte[] bytes) {
    String lines = Base64.getMimeEncoder(COLUMNS, new byte[] {'\n'}).encodeToString(bytes);
    return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
  }

  /** Only the label: the rest may be a secret. */
  @Override
  public String toString() {
    return label;
  }
}
