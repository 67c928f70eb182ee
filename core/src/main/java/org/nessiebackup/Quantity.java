package org.nessiebackup;

import java.util.List;
import java.util.Locale;

/** Quantities for people, in the same words everywhere. */
public final class Quantity {
  private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB", "PiB", "EiB");

  private Quantity() {}

  /** A size: {@code 17 B}, {@code 8.9 MiB}. */
  public static String bytes(long bytes) {
    if (bytes < 1024) {
      return bytes + " B";
    }
    double value = bytes / 1024.0;
    int unit = 0;
    // What would be rounded to 1024.0 belongs to the next unit.
    while (value >= 1023.95) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f %s", value, UNITS.get(unit));
  }

  /** A number with separators: {@code 43,210}. */
  public static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** A number of things: {@code 1 row}, {@code 43,210 rows}, {@code 2 branches}. */
  public static String count(long number, String thing) {
    return count(number) + " " + (number == 1 ? thing : plural(thing));
  }

  private static String plural(String thing) {
    if (thing.endsWith("nch")
        || thing.endsWith("tch")
        || thing.endsWith("x")
        || thing.endsWith("s")) {
      return thing + "es";
    }
    return thing.endsWith("ry") ? thing.substring(0, thing.length() - 1) + "ies" : thing + "s";
  }
}
