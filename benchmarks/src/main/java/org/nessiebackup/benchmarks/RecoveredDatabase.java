package org.nessiebackup.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.nessiebackup.benchmarks.measure.Limit;
import org.nessiebackup.benchmarks.measure.Results;

/**
 * What was left of a database that was destroyed.
 *
 * @param confirmed how many commits Nessie had confirmed since it was followed
 * @param confirmedAtTheEnd how many of them in the last second before the crash
 * @param lost how many of them the restored one does not show
 * @param age how much older than the crash the oldest of those is, in seconds; 0 if none is lost
 * @param promised how many of them the service had called safe
 * @param said how many seconds after the crash the first line of its page told of it
 * @param restored how many seconds the restore took
 */
record RecoveredDatabase(
    int confirmed,
    int confirmedAtTheEnd,
    int lost,
    double age,
    long promised,
    double said,
    double restored) {
  /** Of a trial that shows nothing. */
  static final RecoveredDatabase NOTHING = new RecoveredDatabase(0, 0, 0, 0, 0, 0, 0);

  /**
   * All of them together.
   *
   * @param limit how old the oldest commit may be that is lost, in seconds; 0 lets none be lost
   * @param repeated how many others have shown nothing
   */
  static Results results(List<RecoveredDatabase> trials, double limit, int repeated) {
    Results results = new Results();
    int lost = trials.stream().mapToInt(RecoveredDatabase::lost).sum();
    if (limit > 0) {
      promise(
          results,
          "age at the crash of the oldest commit that was lost, at most",
          Limit.seconds(limit),
          most(trials, RecoveredDatabase::age));
    } else {
      results.promiseNumber(
          "commits lost that Nessie had confirmed",
          new Limit("none", 0),
          lost,
          String.valueOf(lost));
    }
    long promised = trials.stream().mapToLong(RecoveredDatabase::promised).sum();
    results.promiseNumber(
        "lost commits that the page had called safe",
        new Limit("none", 0),
        (double) promised,
        String.valueOf(promised));
    promise(
        results,
        "from the crash until the first line of the page tells of it, at most",
        Limit.seconds(10),
        most(trials, RecoveredDatabase::said));
    results.remark(
        "Age of the oldest lost commit by trial, in seconds: %s. Confirmed: %,d commits, %,d of them in the last second of a trial and no fewer than %,d in each; lost: %,d. Trials repeated: %d."
            .formatted(
                list(trials, RecoveredDatabase::age),
                trials.stream().mapToInt(RecoveredDatabase::confirmed).sum(),
                trials.stream().mapToInt(RecoveredDatabase::confirmedAtTheEnd).sum(),
                trials.stream().mapToInt(RecoveredDatabase::confirmedAtTheEnd).min().orElse(0),
                lost,
                repeated));
    results.remark(
        "Until the page told of it, in seconds: %s. `restore latest` as a whole process: %s."
            .formatted(
                list(trials, RecoveredDatabase::said), list(trials, RecoveredDatabase::restored)));
    return results;
  }

  private static double most(
      List<RecoveredDatabase> trials, ToDoubleFunction<RecoveredDatabase> value) {
    return trials.stream().mapToDouble(value).max().orElseThrow();
  }

  private static void promise(Results results, String what, Limit limit, double seconds) {
    results.promiseNumber(what, limit, seconds, String.format(Locale.ROOT, "%.2f s", seconds));
  }

  private static String list(
      List<RecoveredDatabase> trials, ToDoubleFunction<RecoveredDatabase> value) {
    return trials.stream()
        .map(each -> String.format(Locale.ROOT, "%.2f", value.applyAsDouble(each)))
        .collect(Collectors.joining(", "));
  }
}
