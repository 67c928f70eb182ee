package org.nessiebackup.operator.values;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Which backups stay, as the options of {@code prune} say it. With none of these the policy of the
 * vault holds.
 *
 * @param keepWithin all that are at most so much older than the newest
 * @param keepHourly the newest of each of so many hours
 * @param keepDaily the same for days
 * @param keepWeekly the same for weeks
 * @param keepMonthly the same for months
 * @param keepYearly the same for years
 * @param keepManual those that a person asked for, so long
 */
public record RetentionValues(
    Optional<String> keepWithin,
    OptionalInt keepHourly,
    OptionalInt keepDaily,
    OptionalInt keepWeekly,
    OptionalInt keepMonthly,
    OptionalInt keepYearly,
    Optional<String> keepManual) {
  /** Refuses to keep less than nothing. */
  public RetentionValues {
    atLeastNone("keepHourly", keepHourly);
    atLeastNone("keepDaily", keepDaily);
    atLeastNone("keepWeekly", keepWeekly);
    atLeastNone("keepMonthly", keepMonthly);
    atLeastNone("keepYearly", keepYearly);
  }

  private static void atLeastNone(String field, OptionalInt count) {
    count.ifPresent(number -> Ranges.atLeast(field, number, 0));
  }

  /** The options of {@code prune}, in words, without dashes before them. */
  public Map<String, Object> options() {
    Map<String, Object> options = new LinkedHashMap<>();
    keepWithin.ifPresent(span -> options.put("keep-within", span));
    keepHourly.ifPresent(number -> options.put("keep-hourly", number));
    keepDaily.ifPresent(number -> options.put("keep-daily", number));
    keepWeekly.ifPresent(number -> options.put("keep-weekly", number));
    keepMonthly.ifPresent(number -> options.put("keep-monthly", number));
    keepYearly.ifPresent(number -> options.put("keep-yearly", number));
    keepManual.ifPresent(span -> options.put("keep-manual", span));
    return options;
  }

  /** The same as arguments. */
  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    options()
        .forEach(
            (option, value) -> {
              arguments.add("--" + option);
              arguments.add(value.toString());
            });
    return arguments;
  }
}
