package org.nessiebackup.benchmarks.measure;

import java.text.DecimalFormat;
import java.util.Locale;

/**
 * The most that keeps a promise.
 *
 * @param text in words
 * @param most as a number
 */
public record Limit(String text, double most) {
  public static Limit of(double most) {
    return new Limit("≤ " + most, most);
  }

  public static Limit part(int of) {
    return new Limit("≤ 1/" + of, 1.0 / of);
  }

  public static Limit megabytes(int most) {
    return new Limit("≤ " + most + " MB", most * 1e6);
  }

  public static Limit bytes(int most) {
    return new Limit(String.format(Locale.ROOT, "≤ %,d", most), most);
  }

  public static Limit seconds(double most) {
    return new Limit("≤ " + DecimalFormat.getInstance(Locale.ROOT).format(most) + " s", most);
  }

  boolean isKeptBy(double measured) {
    return measured <= most;
  }
}
