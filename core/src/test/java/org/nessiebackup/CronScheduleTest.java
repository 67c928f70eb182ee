package org.nessiebackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The times of the table are those that Kubernetes' own parser gives for such schedules. */
class CronScheduleTest {
  private static ZonedDateTime utc(String time) {
    return LocalDateTime.parse(time).atZone(ZoneOffset.UTC);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0 2 * * *          | 2026-11-26T02:00 | 2026-11-27T02:00
          0 2 * * *          | 2026-11-26T01:59 | 2026-11-26T02:00
          */15 * * * *       | 2026-11-26T02:07 | 2026-11-26T02:15
          7/20 * * * *       | 2026-11-26T02:07 | 2026-11-26T02:27
          5-10/2,40 3 * * *  | 2026-11-26T03:05 | 2026-11-26T03:07
          5-10/2,40 3 * * *  | 2026-11-26T03:09 | 2026-11-26T03:40
          0 0 1 1 *          | 2026-11-26T00:00 | 2027-01-01T00:00
          0 0 29 2 *         | 2026-11-26T00:00 | 2028-02-29T00:00
          30 4 * * mon       | 2026-11-26T00:00 | 2026-11-30T04:30
          30 4 * * SUN       | 2026-11-26T00:00 | 2026-11-29T04:30
          0 12 * * 1-5       | 2026-11-27T12:00 | 2026-11-30T12:00
          0 0 13 * fri       | 2026-11-26T00:00 | 2026-11-27T00:00
          0 0 13 * ?         | 2026-11-26T00:00 | 2026-12-13T00:00
          0 0 */10 * mon     | 2026-11-26T00:00 | 2026-11-30T00:00
          0 0 */1 * mon      | 2026-11-26T00:00 | 2026-11-30T00:00
          0 0 5,* * mon      | 2026-11-26T00:00 | 2026-11-30T00:00
          1, 3 * * *         | 2026-11-26T00:00 | 2026-11-26T03:01
          0 0 ? jan-mar 2    | 2026-11-26T00:00 | 2027-01-05T00:00
          @hourly            | 2026-11-26T02:07 | 2026-11-26T03:00
          @weekly            | 2026-11-26T02:07 | 2026-11-29T00:00
          @monthly           | 2026-11-26T02:07 | 2026-12-01T00:00
          """)
  void nextRunIsFound(String schedule, String from, String next) {
    assertThat(CronSchedule.parse(schedule).after(utc(from))).contains(utc(next));
    assertThat(CronSchedule.parse(schedule).until(utc(next))).contains(utc(next));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "* * * *",
        "* * * * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * 32 * *",
        "* * * 13 * ",
        "* * * * 7",
        "*/0 * * * *",
        "5-1 * * * *",
        "a * * * *",
        "1-2-3 * * * *",
        "*/2/2 * * * *",
        "-1 * * * *",
        "@reboot",
        "* * * * funday",
        "99999999999 * * * *"
      })
  void whatKubernetesRefusesIsRefused(String schedule) {
    assertThatThrownBy(() -> CronSchedule.parse(schedule))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void dayThatNeverComesHasNoRun() {
    assertThat(CronSchedule.parse("0 0 30 2 *").after(utc("2026-11-26T00:00"))).isEmpty();
    assertThat(CronSchedule.parse("0 0 30 2 *").until(utc("2026-11-26T00:00"))).isEmpty();
  }

  @Test
  void timeThatTheClocksLeaveOutIsNoRun() {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    ZonedDateTime before = LocalDateTime.parse("2026-03-28T12:00").atZone(berlin);
    assertThat(CronSchedule.parse("30 2 * * *").after(before))
        .contains(LocalDateTime.parse("2026-03-30T02:30").atZone(berlin));
    assertThat(CronSchedule.parse("30 3 * * *").after(before))
        .contains(LocalDateTime.parse("2026-03-29T03:30").atZone(berlin));
  }

  /** Forwards and backwards are written apart; here they are compared, minute by minute. */
  @Test
  void bothDirectionsFindTheSameRuns() {
    Random random = new Random(20261126);
    for (int i = 0; i < 50; i++) {
      String text =
          "%d,%d */%d %s * %s"
              .formatted(
                  random.nextInt(60),
                  random.nextInt(60),
                  1 + random.nextInt(12),
                  random.nextBoolean() ? "*" : 1 + random.nextInt(28),
                  random.nextBoolean() ? "*" : random.nextInt(7));
      CronSchedule schedule = CronSchedule.parse(text);
      List<ZonedDateTime> runs = new ArrayList<>();
      Optional<ZonedDateTime> run = schedule.after(utc("2026-11-26T00:00"));
      while (run.isPresent() && runs.size() < 20) {
        runs.add(run.get());
        run = schedule.after(run.get());
      }
      List<ZonedDateTime> backwards = new ArrayList<>();
      Optional<ZonedDateTime> back = schedule.until(runs.getLast());
      while (backwards.size() < runs.size()) {
        backwards.addFirst(back.orElseThrow());
        back = schedule.until(back.get().minusSeconds(1));
      }
      assertThat(backwards).as(text).isEqualTo(runs);
    }
  }

  /** In Berlin, 2026: 29 March 02:00 becomes 03:00, 25 October 03:00 becomes 02:00. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          30 2 * * * | 2026-03-28T12:00:00Z | 2026-03-30T00:30:00Z
          */30 * * * * | 2026-03-29T00:30:00Z | 2026-03-29T01:00:00Z
          30 2 * * * | 2026-10-25T00:30:00Z | 2026-10-26T01:30:00Z
          30 2 * * * | 2026-10-24T12:00:00Z | 2026-10-25T00:30:00Z
          30 * * * * | 2026-10-25T00:30:00Z | 2026-10-25T01:30:00Z
          30 * * * * | 2026-10-25T01:30:00Z | 2026-10-25T02:30:00Z
          """)
  void changeOfClocksNeitherDoublesNorSkipsAnHour(String schedule, Instant from, Instant next) {
    ZoneId berlin = ZoneId.of("Europe/Berlin");
    CronSchedule cron = CronSchedule.parse(schedule);

    assertThat(cron.after(from.atZone(berlin)).map(ZonedDateTime::toInstant)).contains(next);
    assertThat(cron.until(next.atZone(berlin)).map(ZonedDateTime::toInstant)).contains(next);
  }

  @Test
  void timeThatClocksLeaveOutCanBeMadeUpFor() {
    ZonedDateTime before = Instant.parse("2026-03-28T12:00:00Z").atZone(ZoneId.of("Europe/Berlin"));

    assertThat(CronSchedule.parse("30 2 * * *").makingUp().after(before))
        .map(ZonedDateTime::toInstant)
        .contains(Instant.parse("2026-03-29T01:30:00Z"));
    assertThat(CronSchedule.parse("*/20 * * * *").makingUp().after(before.plusHours(13)))
        .map(ZonedDateTime::toInstant)
        .contains(Instant.parse("2026-03-29T01:20:00Z"));
  }
}
