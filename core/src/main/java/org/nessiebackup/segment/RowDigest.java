package org.nessiebackup.segment;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/**
 * What the rows of a table are, whatever their order: the sum modulo 2^256 of the SHA-256 of each
 * row, a row being its tuple in COPY binary (field count, lengths, values). Two tables with equal
 * digests hold the same rows, and digests of parts add up to that of the whole.
 *
 * <p>This finds damage and mistakes. It is no proof against somebody who chooses rows with the
 * intention to collide; the checksums (and signatures) of what is stored are.
 *
 * @param a bits 255 to 192
 * @param b bits 191 to 128
 * @param c bits 127 to 64
 * @param d bits 63 to 0
 */
public record RowDigest(long a, long b, long c, long d) {
  /** The digest of no rows. */
  public static final RowDigest EMPTY = new RowDigest(0, 0, 0, 0);

  /** From the 64 hexadecimal digits of {@link #hex}. */
  public static RowDigest parse(String hex) {
    return of(HexFormat.of().parseHex(hex));
  }

  static RowDigest of(byte[] hash) {
    if (hash.length != 32) {
      throw new IllegalArgumentException("a digest has 32 bytes, not " + hash.length);
    }
    ByteBuffer longs = ByteBuffer.wrap(hash);
    return new RowDigest(longs.getLong(), longs.getLong(), longs.getLong(), longs.getLong());
  }

  /** The digest of the rows of both. */
  public RowDigest plus(RowDigest other) {
    long sumD = d + other.d;
    long carryD = carry(d, sumD);
    long sumC = c + other.c + carryD;
    long carryC = carryD != 0 && sumC == c ? 1 : carry(c, sumC);
    long sumB = b + other.b + carryC;
    long carryB = carryC != 0 && sumB == b ? 1 : carry(b, sumB);
    return new RowDigest(a + other.a + carryB, sumB, sumC, sumD);
  }

  /** The digest of these rows without the others, which are among them. */
  public RowDigest minus(RowDigest other) {
    RowDigest complement = new RowDigest(~other.a, ~other.b, ~other.c, ~other.d);
    return plus(complement).plus(new RowDigest(0, 0, 0, 1));
  }

  /** The last 16 of the 64 hexadecimal digits: the sum of the tails of the rows. */
  public String tail() {
    return HexFormat.of().toHexDigits(d);
  }

  /** The number that 16 hexadecimal digits at the end of a digest mean. */
  public static long tail(String hex) {
    return Long.parseUnsignedLong(hex, hex.length() - 16, hex.length(), 16);
  }

  private static long carry(long operand, long sum) {
    return Long.compareUnsigned(sum, operand) < 0 ? 1 : 0;
  }

  /** 64 hexadecimal digits, most significant first. */
  public String hex() {
    return HexFormat.of()
        .formatHex(ByteBuffer.allocate(32).putLong(a).putLong(b).putLong(c).putLong(d).array());
  }

  @Override
  public String toString() {
    return hex();
  }
}
