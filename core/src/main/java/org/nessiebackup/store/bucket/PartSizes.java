package org.nessiebackup.store.bucket;

/**
 * How large the parts of an object are. Servers take a limited number of them, so later ones are
 * larger: 4,000 of 8 MiB and 6,000 of 16 MiB are 125 GiB.
 */
public final class PartSizes {
  private static final int SMALL = 8 << 20;
  private static final int SMALL_PARTS = 4_000;
  private static final int LARGE = 16 << 20;

  private PartSizes() {}

  /** In bytes, of the part with a number, counted from 1. */
  public static int of(int number) {
    return number <= SMALL_PARTS ? SMALL : LARGE;
  }
}
