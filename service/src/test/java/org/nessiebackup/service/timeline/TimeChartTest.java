package org.nessiebackup.service.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.service.timeline.TimePoint.Kind;
import org.nessiebackup.service.timeline.TimePoint.Trust;

class TimeChartTest {
  private static final Instant NOW = Instant.parse("2026-11-29T14:03:07Z");

  private static TimePoint point(String at, Kind kind, Trust trust, boolean goes) {
    return new TimePoint(at, Instant.parse(at), kind, trust, goes);
  }

  private static List<TimePoint> every(Duration pace, Instant from, Instant to) {
    List<TimePoint> points = new ArrayList<>();
    for (Instant at = from; at.isBefore(to); at = at.plus(pace)) {
      points.add(point(at.toString(), Kind.INCREMENTAL, Trust.UNSEEN, false));
    }
    return points;
  }

  private static TimeGrid.Row row(TimeWindow window, List<TimePoint> points, String label) {
    List<Gap> gaps = Gap.between(points, Optional.empty(), NOW);
    return new TimeChart(window, points, gaps, List.of(), List.of(), NOW)
        .grid().rows().stream().filter(row -> row.label().equals(label)).findFirst().orElseThrow();
  }

  @Test
  void aCellSaysTheWorstAndTheBestThatIsKnownOfItsHour() {
    List<TimePoint> points =
        List.of(
            point("2026-11-29T01:00:00Z", Kind.FULL, Trust.UNSEEN, false),
            point("2026-11-29T02:00:00Z", Kind.INCREMENTAL, Trust.VERIFIED, false),
            point("2026-11-29T02:30:00Z", Kind.INCREMENTAL, Trust.DRILLED, false),
            point("2026-11-29T03:00:00Z", Kind.FULL, Trust.DRILLED, false),
            point("2026-11-29T03:30:00Z", Kind.INCREMENTAL, Trust.DAMAGED, false),
            point("2026-11-29T04:00:00Z", Kind.TIP, Trust.UNSEEN, false),
            point("2026-11-29T05:00:00Z", Kind.INCREMENTAL, Trust.UNSEEN, true));

    List<TimeGrid.Cell> cells = row(TimeWindow.days(NOW, 1), points, "Sun 29 Nov").cells();

    assertThat(cells.stream().limit(7).map(TimeGrid.Cell::kind))
        .containsExactly("o", "p f", "d", "x f", "t", "p r", "g");
    assertThat(cells.get(3).title())
        .isEqualTo("Sun 29 Nov 03:00: 2 recovery points, 1 full, 1 damaged, 1 restored in a drill");
    assertThat(cells.get(3).href()).contains("?at=2026-11-29T03");
    assertThat(cells.get(15).kind()).isEqualTo("o");
  }

  @Test
  void aGapIsWhereOthersAreMissingAndNotWhereRetentionHasLeftFewer() {
    List<TimePoint> points = new ArrayList<>();
    points.addAll(
        every(Duration.ofDays(1), at("2026-11-01T00:00:00Z"), at("2026-11-20T00:00:00Z")));
    points.addAll(
        every(Duration.ofMinutes(15), at("2026-11-20T00:00:00Z"), at("2026-11-28T06:00:00Z")));
    points.addAll(every(Duration.ofMinutes(15), at("2026-11-28T10:00:00Z"), NOW));

    assertThat(Gap.between(points, Optional.empty(), NOW))
        .containsExactly(new Gap(at("2026-11-28T05:45:00Z"), at("2026-11-28T10:00:00Z")));
    assertThat(
            row(TimeWindow.days(NOW, 2), points, "Sat 28 Nov").cells().subList(4, 12).stream()
                .map(TimeGrid.Cell::kind))
        .containsExactly("p", "p", "g", "g", "g", "g", "p", "p");
  }

  @Test
  void whereAJournalWasKeptThereIsNoGap() {
    List<TimePoint> points =
        List.of(
            point("2026-11-29T01:00:00Z", Kind.FULL, Trust.UNSEEN, false),
            point("2026-11-29T08:00:00Z", Kind.INCREMENTAL, Trust.UNSEEN, false));
    List<Covered> covered =
        List.of(new Covered(at("2026-11-29T01:00:00Z"), at("2026-11-29T04:00:00Z")));
    List<Gap> gaps =
        Covered.leave(
            List.of(new Gap(at("2026-11-29T01:00:00Z"), at("2026-11-29T08:00:00Z"))), covered);

    assertThat(gaps)
        .containsExactly(new Gap(at("2026-11-29T04:00:00Z"), at("2026-11-29T08:00:00Z")));
    assertThat(
            new TimeChart(TimeWindow.days(NOW, 1), points, gaps, covered, List.of(), NOW)
                .grid().rows().getFirst().cells().stream().limit(9).map(TimeGrid.Cell::kind))
        .containsExactly("o", "p f", "j", "j", "g", "g", "g", "g", "p");
    assertThat(
            new TimeChart(TimeWindow.days(NOW, 1), points, gaps, covered, List.of(), NOW)
                .grid().rows().getFirst().cells().stream()
                    .filter(cell -> cell.kind().equals("j"))
                    .map(TimeGrid.Cell::href))
        .as("nearer to each moment")
        .allMatch(href -> href.filter(place -> place.startsWith("?at=")).isPresent());
  }

  @Test
  void aMomentThatSomebodyHasNamedIsInItsCellByName() {
    List<TimePoint> points = List.of(point("2026-11-29T01:00:00Z", Kind.FULL, Trust.UNSEEN, false));
    List<Covered> covered = List.of(new Covered(at("2026-11-29T01:00:00Z"), NOW));
    List<NamedMoment> marks =
        List.of(
            new NamedMoment("begun", at("2026-11-29T01:59:59Z")),
            new NamedMoment("before upgrade", at("2026-11-29T02:00:00Z")),
            new NamedMoment("after upgrade", at("2026-11-29T02:59:59Z")));

    List<TimeGrid.Cell> cells =
        new TimeChart(TimeWindow.days(NOW, 1), points, List.of(), covered, marks, NOW)
            .grid()
            .rows()
            .getFirst()
            .cells();

    assertThat(cells.stream().limit(4).map(TimeGrid.Cell::kind))
        .containsExactly("o", "p f m", "j m", "j");
    assertThat(cells.get(1).title()).endsWith("1 recovery point, 1 full, mark begun");
    assertThat(cells.get(2).title())
        .isEqualTo(
            "Sun 29 Nov 02:00: any moment, by the journal, marks before upgrade, after upgrade");
    assertThat(cells.get(2).href()).contains("?at=2026-11-29T02");
  }

  @Test
  void whatIsTooOldNowIsAGapHoweverFewPointsThereAre() {
    List<TimePoint> points = every(Duration.ofDays(9), at("2026-11-27T12:00:00Z"), NOW);

    assertThat(Gap.between(points, Optional.of(Duration.ofHours(1)), NOW))
        .containsExactly(new Gap(at("2026-11-27T12:00:00Z"), NOW));
    assertThat(Gap.between(points, Optional.of(Duration.ofDays(3)), NOW)).isEmpty();
  }

  private static Instant at(String text) {
    return Instant.parse(text);
  }

  @Test
  void eachCellLeadsNearerDownToTheMinute() {
    List<TimePoint> points =
        List.of(point("2026-11-29T13:48:07Z", Kind.INCREMENTAL, Trust.UNSEEN, false));
    TimeWindow window = TimeWindow.weeks(points.getFirst().at(), NOW, 53);
    List<String> ways = new ArrayList<>();
    while (ways.size() < 5) {
      String href =
          new TimeChart(window, points, List.of(), List.of(), List.of(), NOW)
              .grid().rows().stream()
                  .flatMap(row -> row.cells().stream())
                  .flatMap(cell -> cell.href().stream())
                  .findFirst()
                  .orElseThrow();
      ways.add(href);
      if (!href.startsWith("?at=")) {
        break;
      }
      window = TimeWindow.parse(href.substring(4)).orElseThrow();
    }

    assertThat(ways)
        .containsExactly("?at=2026-11-29", "?at=2026-11-29T13", "?at=2026-11-29T13:48", "#points");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2026", "9999-99-99", "2026-11-29T25", "2026-11-29T1x", "<script>a</script>"})
  void nonsenseIsNoPartOfTheTimeLine(String spot) {
    assertThat(TimeWindow.parse(spot)).isEmpty();
  }
}
