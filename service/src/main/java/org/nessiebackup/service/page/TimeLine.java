package org.nessiebackup.service.page;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.DurationWords;
import org.nessiebackup.Quantity;
import org.nessiebackup.service.fleet.Point;
import org.nessiebackup.service.fleet.VaultKnowledge;
import org.nessiebackup.service.timeline.Covered;
import org.nessiebackup.service.timeline.Gap;
import org.nessiebackup.service.timeline.NamedMoment;
import org.nessiebackup.service.timeline.TimeChart;
import org.nessiebackup.service.timeline.TimeGrid;
import org.nessiebackup.service.timeline.TimePoint;
import org.nessiebackup.service.timeline.TimePoint.Kind;
import org.nessiebackup.service.timeline.TimePoint.Trust;
import org.nessiebackup.service.timeline.TimeWindow;
import org.nessiebackup.vault.point.JournalGap;

/**
 * The recovery points of a catalog, as a page shows them: from far, or near a moment.
 *
 * @param known what is known of the vault
 * @param near which part is shown; empty for all
 * @param allowed how old the newest point may be; empty if nobody has said
 * @param moment where it is told what would come back of a moment
 * @param now the moment of the page
 */
record TimeLine(
    VaultKnowledge known,
    Optional<TimeWindow> near,
    Optional<Duration> allowed,
    Href moment,
    Instant now) {
  private static final int DAYS = 14;
  private static final int WEEKS = 53;
  private static final int LISTED = 20;
  private static final int MOST_LISTED = 400;
  private static final int MOST_GAPS = 8;
  private static final int MOST_MARKS = 20;

  /**
   * A gap, as text.
   *
   * @param from its begin
   * @param to its end
   * @param length how long it is
   * @param reason why the journal does not go on there; absent if there was none
   */
  record GapText(Moment from, Moment to, String length, Optional<String> reason) {}

  /**
   * A moment that somebody has named, as text.
   *
   * @param name how it was called
   * @param href where it is told what would come back
   * @param at when that was
   */
  record MarkText(String name, String href, Moment at) {}

  /** The parts that are drawn, the nearest to now first. */
  List<TimeGrid> grids() {
    List<TimePoint> points = points();
    List<Covered> covered = covered(points);
    List<Gap> gaps = gapsBetween(points);
    List<NamedMoment> marks =
        known.marks().stream().map(each -> new NamedMoment(each.name(), each.at())).toList();
    return windows(points).stream()
        .map(each -> new TimeChart(each, points, gaps, covered, marks, now).grid())
        .filter(each -> !each.rows().isEmpty())
        .toList();
  }

  private List<TimeWindow> windows(List<TimePoint> points) {
    if (near.isPresent() || points.isEmpty()) {
      return near.stream().toList();
    }
    Instant oldest = points.getFirst().at();
    TimeWindow days = TimeWindow.days(now, DAYS);
    List<TimeWindow> windows = new ArrayList<>();
    if (oldest.isBefore(days.start())) {
      windows.add(days);
      windows.add(TimeWindow.weeks(oldest, days.start().minusMillis(1), WEEKS));
    } else {
      windows.add(
          TimeWindow.days(now, (int) Math.max(1, Duration.between(day(oldest), now).toDays() + 1)));
    }
    return windows;
  }

  private static Instant day(Instant moment) {
    return moment.truncatedTo(ChronoUnit.DAYS);
  }

  private List<TimePoint> points() {
    return Stream.concat(
            known.points().stream().map(PointRow::timePoint),
            known.status().newest().tip().stream()
                .map(
                    tip ->
                        new TimePoint(
                            tip.id().toString(), tip.at(), Kind.TIP, Trust.UNSEEN, false)))
        .filter(each -> !each.at().isAfter(now))
        .sorted(Comparator.comparing(TimePoint::at))
        .toList();
  }

  /** A journal restores what it has by a backup that was taken while it was kept. */
  private List<Covered> covered(List<TimePoint> points) {
    return known.journal().stretches().stream()
        .flatMap(
            stretch ->
                points.stream()
                    .filter(each -> each.kind() != Kind.TIP)
                    .map(TimePoint::at)
                    .filter(at -> !at.isBefore(stretch.from()) && at.isBefore(stretch.to()))
                    .findFirst()
                    .map(first -> new Covered(first, stretch.to()))
                    .stream())
        .toList();
  }

  private List<Gap> gapsBetween(List<TimePoint> points) {
    return Covered.leave(Gap.between(points, allowed, now), covered(points));
  }

  private Optional<String> reason(Gap gap) {
    return known.journal().gaps().stream()
        .filter(
            each ->
                each.from().isBefore(gap.to())
                    && each.to().filter(to -> !to.isAfter(gap.from())).isEmpty())
        .findFirst()
        .map(JournalGap::text);
  }

  /** Whether there is anything to see. */
  boolean hasPoints() {
    return !known.points().isEmpty();
  }

  /** Whether there are times of which every moment can be restored. */
  boolean hasJournal() {
    return !known.journal().stretches().isEmpty();
  }

  /** Whether somebody has named moments. */
  boolean hasMarks() {
    return !known.marks().isEmpty();
  }

  /** The gaps of the part that is shown, the newest first. */
  List<GapText> gaps() {
    return gapsBetween(points()).reversed().stream()
        .filter(
            gap ->
                near.filter(
                        window ->
                            gap.to().isBefore(window.start()) || !gap.from().isBefore(window.end()))
                    .isEmpty())
        .limit(MOST_GAPS)
        .map(
            gap ->
                new GapText(
                    new Moment(gap.from(), now),
                    new Moment(gap.to(), now),
                    DurationWords.of(gap.length()),
                    reason(gap)))
        .toList();
  }

  /** The marks of the part that is shown, the newest first. */
  List<MarkText> marks() {
    return known.marks().reversed().stream()
        .filter(each -> isShown(each.at()))
        .limit(MOST_MARKS)
        .map(
            each ->
                new MarkText(
                    each.name(),
                    // Its position is found at once, and is one where two have the same name.
                    moment.with("to", each.commit().toString()).toString(),
                    new Moment(each.at(), now)))
        .toList();
  }

  private boolean isShown(Instant at) {
    return near.filter(window -> at.isBefore(window.start()) || !at.isBefore(window.end()))
        .isEmpty();
  }

  private List<Point> shown() {
    return known.points().reversed().stream()
        .filter(each -> isShown(PointRow.at(each)))
        .sorted(Comparator.comparing(PointRow::at).reversed())
        .toList();
  }

  /** What is listed one by one, the newest first. */
  List<PointRow> rows() {
    List<Point> shown = shown();
    int most = near.isPresent() ? MOST_LISTED : LISTED;
    return (near.isPresent() && shown.size() > most ? List.<Point>of() : shown)
        .stream().limit(most).map(each -> new PointRow(each, known.notes(), now)).toList();
  }

  /** What the list is. */
  String heading() {
    return near.isPresent() ? "Points" : "Newest points";
  }

  /** What is not in the list, and how to get there. */
  Optional<String> more() {
    int all = shown().size();
    if (near.isEmpty()) {
      return Optional.of(all)
          .filter(count -> count > LISTED)
          .map(
              count ->
                  "The newest %d of %s; each day and hour above leads to its own."
                      .formatted(LISTED, Quantity.count(count)));
    }
    return Optional.of(all)
        .filter(count -> count > MOST_LISTED)
        .map(
            count ->
                "%s: too many for a list. Choose an hour or a minute above."
                    .formatted(Quantity.count(count, "point")))
        .or(() -> Optional.of("No recovery point lies in this time.").filter(none -> all == 0));
  }

  /** What part is shown, in words. */
  Optional<String> part() {
    return near.map(window -> new Moment(window.start(), now).utc().replace(":00 UTC", " UTC"));
  }

  /** Where the part before this one is, the one behind it, and the whole. */
  List<Link> ways() {
    return near.map(
            window ->
                List.of(
                    new Link("Whole time line", "?", false),
                    new Link("Earlier", "?at=" + window.moved(-1).spot(), false),
                    new Link("Later", "?at=" + window.moved(1).spot(), false)))
        .orElse(List.of());
  }

  /** What the next prune removes, in a sentence. */
  String prune() {
    int going = known.retention().removed().size();
    return going == 0
        ? "The next prune removes nothing."
        : "The next prune removes %s and frees %s."
            .formatted(
                Quantity.count(going, "point"), Quantity.bytes(known.retention().freedBytes()));
  }
}
