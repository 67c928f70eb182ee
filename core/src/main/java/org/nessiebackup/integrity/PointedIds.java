package org.nessiebackup.integrity;

import java.util.Arrays;

/** Where in some bytes ids are, and as what they are pointed to. */
final class PointedIds {
  private static final int NUMBERS = 3;

  private int[] numbers = new int[NUMBERS * 2];
  private int end;

  /**
   * One more.
   *
   * @param offset where it begins
   * @param length how many bytes it has
   * @param roles of {@link Role}
   */
  void add(int offset, int length, int roles) {
    if (end == numbers.length) {
      numbers = Arrays.copyOf(numbers, 2 * end);
    }
    numbers[end] = offset;
    numbers[end + 1] = length;
    numbers[end + 2] = roles;
    end += NUMBERS;
  }

  int size() {
    return end / NUMBERS;
  }

  int offset(int id) {
    return numbers[id * NUMBERS];
  }

  int length(int id) {
    return numbers[id * NUMBERS + 1];
  }

  int roles(int id) {
    return numbers[id * NUMBERS + 2];
  }
}
