package org.nessiebackup.benchmarks;

import java.util.Locale;

/**
 * The most that keeps a promise.
 *
 * @param text in words
 * @param most as a number
 */
record Limit(String text, double most) {
  static Limit of(double most) {
    return new Limit("≤ " + most, most);
  }

  static Limit part(int of) {
    return new Limit("≤ 1/" + of, 1.0 / of);
  }

  static Limit megabytes(int most) {
    return new Limit("≤ " + most + " MB", most * 1e6);
  }

  static Limit bytes(int most) {
    return new Limit(String.format(Locale.ROOT, "≤ %,d", most), most);
  }

  static Limit seconds(int most) {
    return new Limit("≤ " + most + " s", most);
  }

  boolean isKeptBy(double measured) {
    return measured <= most;
  }
}
