package org.nessiebackup.segment;

import java.io.IOException;

/**
 * Finds keys that several rows have, by their hashes; in several passes, each for a part of all
 * hashes, so that memory is bounded.
 */
public final class EqualKeys {
  /** How many keys a pass is to hold, of eight bytes each. */
  private static final long KEYS_PER_PASS = 1 << 21;

  private EqualKeys() {}

  /** Reports all keys, as often as it is called. */
  @FunctionalInterface
  public interface Source {
    /** Reports them, in no order that matters. */
    void report(RowKey.Sink sink) throws IOException;
  }

  /**
   * Finds them. Two keys may have one hash by chance, so whoever hears of one has to look at the
   * rows.
   *
   * @param rows how many keys there are
   * @return hashes that occur several times, of many the first ones
   * @throws DamagedSegmentException if there are far more keys than {@code rows}
   */
  public static KeySet find(long rows, Source source) throws IOException {
    return find(rows, KEYS_PER_PASS, source);
  }

  static KeySet find(long rows, long keysPerPass, Source source) throws IOException {
    KeySet.Collector equal = new KeySet.Collector(KeySet.MOST_REPEATED);
    int bits = 0;
    while (rows >> bits > keysPerPass) {
      bits++;
    }
    for (long pass = 0; pass < 1L << bits; pass++) {
      KeySet.Collector keys = new KeySet.Collector((int) (2 * keysPerPass));
      long part = pass;
      int shift = Long.SIZE - bits;
      source.report(
          key -> {
            if (shift == Long.SIZE || key.key() >>> shift == part) {
              keys.accept(key);
            }
          });
      keys.set().repeated(equal);
    }
    return equal.set();
  }
}
