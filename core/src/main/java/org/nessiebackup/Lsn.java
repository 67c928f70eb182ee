package org.nessiebackup;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in a server's write-ahead log ({@code pg_lsn}), such as {@code 16/B374D848}.
 *
 * @param value the number of bytes before it, of 64 bits without a sign
 */
public record Lsn(long value) implements Comparable<Lsn> {
  /** Before every position. */
  public static final Lsn ZERO = new Lsn(0);

  private static final Pattern FORM = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");

  /** From what PostgreSQL writes; absent if it is none. */
  public static Optional<Lsn> parse(String text) {
    Matcher form = FORM.matcher(text);
    return form.matches()
        ? Optional.of(
            new Lsn(
                HexFormat.fromHexDigitsToLong(form.group(1)) << 32
                    | HexFormat.fromHexDigitsToLong(form.group(2))))
        : Optional.empty();
  }

  /** How many bytes of the log lie between an earlier position and this one. */
  public long minus(Lsn earlier) {
    return value - earlier.value;
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(value, other.value);
  }

  /** As PostgreSQL writes it. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%X/%X", value >>> 32, value & 0xFFFF_FFFFL);
  }
}
