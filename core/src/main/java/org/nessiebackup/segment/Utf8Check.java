package org.nessiebackup.segment;

/**
 * Says of text that arrives in pieces whether it is UTF-8 as PostgreSQL takes it: no surrogates, no
 * forms that are longer than they have to be, nothing above U+10FFFF, and no character 0.
 */
final class Utf8Check {
  private int missing;
  private int lowest;
  private int highest;

  /** Takes a piece; false at the first byte that cannot be where it is. */
  boolean accept(byte[] bytes, int offset, int length) {
    for (int at = offset; at < offset + length; at++) {
      int value = bytes[at] & 0xFF;
      if (missing == 0) {
        if (value == 0 || (value >= 0x80 && !start(value))) {
          return false;
        }
      } else {
        if (value < lowest || value > highest) {
          return false;
        }
        missing--;
        lowest = 0x80;
        highest = 0xBF;
      }
    }
    return true;
  }

  private boolean start(int value) {
    if (value < 0xC2 || value > 0xF4) {
      return false;
    }
    missing = value < 0xE0 ? 1 : value < 0xF0 ? 2 : 3;
    lowest = value == 0xE0 ? 0xA0 : value == 0xF0 ? 0x90 : 0x80;
    highest = value == 0xED ? 0x9F : value == 0xF4 ? 0x8F : 0xBF;
    return true;
  }

  /** Says whether the text ends with a whole character, and begins with the next one. */
  boolean finish() {
    boolean whole = missing == 0;
    missing = 0;
    return whole;
  }
}
