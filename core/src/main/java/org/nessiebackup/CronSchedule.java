package org.nessiebackup;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneRules;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a CronJob starts jobs: the five fields as Kubernetes reads them, which is not quite as every
 * cron does. There are {@code ?} for {@code *}, {@code @daily} and its like, and no 7 for Sunday.
 */
public final class CronSchedule {
  private static final int DAYS_TO_LOOK = 366 * 8;
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
  private static final List<String> DAYS = List.of("sun", "mon", "tue", "wed", "thu", "fri", "sat");
  private static final Map<String, String> NAMES =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  private final String[] fields;
  private final BitSet minutes;
  private final BitSet hours;
  private final BitSet days;
  private final BitSet months;
  private final BitSet weekdays;

  /** A day has to fit both fields if one of them allows all, otherwise one of the two. */
  private final boolean bothDays;

  /** Whether a time that the clocks leave out is made up for. */
  private final boolean made;

  private CronSchedule(String[] fields, boolean made) {
    this.fields = fields;
    this.made = made;
    minutes = bits(fields[0], 0, 59, List.of());
    hours = bits(fields[1], 0, 23, List.of());
    days = bits(fields[2], 1, 31, List.of());
    months = bits(fields[3], 1, 12, MONTHS);
    weekdays = bits(fields[4], 0, 6, DAYS);
    bothDays = isAll(fields[2]) || isAll(fields[4]);
  }

  /**
   * Reads a schedule.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static CronSchedule parse(String text) {
    String known = NAMES.get(text.strip());
    String[] fields = (known == null ? text : known).strip().split("\\s+");
    if (fields.length != 5) {
      throw new IllegalArgumentException("it has %d fields, not 5".formatted(fields.length));
    }
    return new CronSchedule(fields, false);
  }

  /**
   * The same, but a time that the clocks leave out when they go forward is made up for right after
   * that. On Kubernetes it is no time of a run, so that what runs once a day does not on that one.
   */
  public CronSchedule makingUp() {
    return new CronSchedule(fields, true);
  }

  /** With a step it does not count as all, other than in some crons. */
  private static boolean isAll(String field) {
    return Arrays.stream(field.split(",", -1)).anyMatch(part -> part.matches("[*?](/0*1)?"));
  }

  private static BitSet bits(String field, int first, int last, List<String> names) {
    BitSet bits = new BitSet();
    for (String part : field.toLowerCase(Locale.ROOT).split(",", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      String[] steps = part.split("/", -1);
      String[] ends = steps[0].split("-", -1);
      if (steps.length > 2 || ends.length > 2) {
        throw new IllegalArgumentException("\"%s\" is no range".formatted(part));
      }
      boolean all = steps[0].equals("*") || steps[0].equals("?");
      int step = steps.length == 2 ? number(steps[1], List.of(), 0) : 1;
      int from = all ? first : number(ends[0], names, first);
      int to = from;
      if (ends.length == 2) {
        to = number(ends[1], names, first);
      } else if (all || steps.length == 2) {
        to = last;
      }
      if (step < 1 || from < first || to > last || from > to) {
        throw new IllegalArgumentException(
            "\"%s\" is not between %d and %d".formatted(part, first, last));
      }
      for (int value = from; value <= to; value += step) {
        bits.set(value);
      }
    }
    return bits;
  }

  private static int number(String text, List<String> names, int first) {
    int named = names.indexOf(text);
    if (named >= 0) {
      return named + first;
    }
    if (!text.matches("\\d{1,4}")) {
      throw new IllegalArgumentException("\"%s\" is no number".formatted(text));
    }
    return Integer.parseInt(text);
  }

  private boolean fits(LocalDate day) {
    boolean byDate = days.get(day.getDayOfMonth());
    boolean byWeekday = weekdays.get(day.getDayOfWeek().getValue() % 7);
    return months.get(day.getMonthValue())
        && (bothDays ? byDate && byWeekday : byDate || byWeekday);
  }

  /** The first run after a moment; empty if there is none for years, as on 30 February. */
  public Optional<ZonedDateTime> after(ZonedDateTime moment) {
    return runs(moment, 1).filter(run -> run.isAfter(moment)).findFirst();
  }

  /** The last run at or before a moment; empty if there was none for years. */
  public Optional<ZonedDateTime> until(ZonedDateTime moment) {
    return runs(moment, -1).filter(run -> !run.isAfter(moment)).findFirst();
  }

  /** From the day of a moment on, or back from its end. */
  private Stream<ZonedDateTime> runs(ZonedDateTime moment, int direction) {
    List<LocalTime> times =
        hours.stream()
            .boxed()
            .flatMap(hour -> minutes.stream().mapToObj(minute -> LocalTime.of(hour, minute)))
            .toList();
    return Stream.iterate(moment.toLocalDate(), day -> day.plusDays(direction))
        .limit(DAYS_TO_LOOK)
        .filter(this::fits)
        .flatMap(day -> ofDay(day, direction > 0 ? times : times.reversed(), moment.getZone()));
  }

  /**
   * On a day on which the clocks change, what runs each hour runs each hour, so also in the one
   * that comes twice; all else runs once.
   */
  private Stream<ZonedDateTime> ofDay(LocalDate day, List<LocalTime> times, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    boolean plain =
        rules.getOffset(day.atStartOfDay()).equals(rules.getOffset(day.plusDays(1).atStartOfDay()));
    if (plain) {
      return times.stream().map(time -> ZonedDateTime.of(day, time, zone));
    }
    List<ZonedDateTime> runs =
        times.stream()
            .flatMap(time -> onChange(day.atTime(time), zone).stream())
            .distinct()
            .sorted()
            .toList();
    boolean forwards = times.size() < 2 || times.getFirst().isBefore(times.getLast());
    return (forwards ? runs : runs.reversed()).stream();
  }

  private List<ZonedDateTime> onChange(LocalDateTime time, ZoneId zone) {
    List<ZoneOffset> offsets = zone.getRules().getValidOffsets(time);
    boolean eachHour = hours.cardinality() == 24;
    if (offsets.isEmpty()) {
      // Where the clocks go forward, this is the moment as long after that as it would have been.
      return made && !eachHour ? List.of(ZonedDateTime.of(time, zone)) : List.of();
    }
    return offsets.stream()
        .limit(eachHour ? 2 : 1)
        .map(offset -> ZonedDateTime.ofLocal(time, zone, offset))
        .toList();
  }
}
