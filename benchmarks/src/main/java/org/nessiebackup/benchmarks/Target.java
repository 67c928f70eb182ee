package org.nessiebackup.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/**
 * A promise about a number.
 *
 * @param what it is about
 * @param limit the most that keeps the promise, in words
 * @param measured what was measured, in words
 * @param kept whether it is kept
 */
record Target(String what, String limit, String measured, boolean kept) {
  private static final double MEBIBYTE = 1 << 20;

  /** All promises that can be judged by these measurements. */
  static List<Target> of(Measurements measured) {
    return java.util.stream.Stream.of(
            time(measured, Contender.BACKUP, Contender.DUMP_PLAIN, "≤ 0.65", 0.65),
            time(measured, Contender.BACKUP, Contender.DUMP_CUSTOM, "≤ 1/12 (0.083)", 1 / 12.0),
            size(measured, Contender.DUMP_PLAIN, "≤ 1/100", 100),
            size(measured, Contender.DUMP_CUSTOM, "≤ 1/50", 50),
            time(measured, Contender.RESTORE, Contender.PSQL, "≤ 0.45", 0.45),
            time(measured, Contender.RESTORE, Contender.PG_RESTORE, "≤ 0.45", 0.45),
            memory(measured, Contender.BACKUP),
            memory(measured, Contender.RESTORE))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Target> time(
      Measurements measured, Contender ours, Contender theirs, String limit, double most) {
    OptionalDouble one = measured.median(ours);
    OptionalDouble other = measured.median(theirs);
    if (one.isEmpty() || other.isEmpty()) {
      return List.of();
    }
    double ratio = one.getAsDouble() / other.getAsDouble();
    String what = "time of %s : %s".formatted(ours.title(), theirs.title());
    return List.of(new Target(what, limit, number("%.3f", ratio), ratio <= most));
  }

  private static List<Target> size(
      Measurements measured, Contender theirs, String limit, double least) {
    if (measured.stored(Contender.BACKUP).isEmpty() || measured.stored(theirs).isEmpty()) {
      return List.of();
    }
    double times =
        (double) measured.stored(theirs).getAsLong()
            / measured.stored(Contender.BACKUP).getAsLong();
    String what = "stored bytes of a backup : those of %s".formatted(theirs.title());
    return List.of(new Target(what, limit, number("1/%.0f", times), times >= least));
  }

  private static List<Target> memory(Measurements measured, Contender ours) {
    if (measured.peak(ours).isEmpty()) {
      return List.of();
    }
    double mebibytes = measured.peak(ours).getAsLong() / MEBIBYTE;
    return List.of(
        new Target(
            "peak memory (RSS) of " + ours.title(),
            "≤ 300 MiB",
            number("%.0f MiB", mebibytes),
            mebibytes <= 300));
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
