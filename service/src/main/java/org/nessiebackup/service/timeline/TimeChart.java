package org.nessiebackup.service.timeline;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.nessiebackup.Quantity;
import org.nessiebackup.service.timeline.TimeGrid.Cell;
import org.nessiebackup.service.timeline.TimeGrid.Row;
import org.nessiebackup.service.timeline.TimePoint.Kind;
import org.nessiebackup.service.timeline.TimePoint.Trust;
import org.nessiebackup.service.timeline.TimeWindow.Zoom;

/**
 * How a part of the time line is drawn. What a cell says is in its classes: {@code x} damaged,
 * {@code d} drilled, {@code v} verified, {@code p} not looked at, {@code t} tips only, {@code j}
 * any moment, by a journal, {@code g} a gap, {@code n} nothing expected, {@code o} outside; besides
 * {@code f} for a full backup, {@code r} if a prune removes all of it, {@code m} if somebody has
 * named a moment in it.
 *
 * @param window which part
 * @param points all of them, oldest first
 * @param gaps the gaps between them
 * @param covered the times of which every moment can be restored
 * @param marks moments that somebody has named, by these names
 * @param now the moment of the page
 */
public record TimeChart(
    TimeWindow window,
    List<TimePoint> points,
    List<Gap> gaps,
    List<Covered> covered,
    List<NamedMoment> marks,
    Instant now) {
  public TimeGrid grid() {
    List<List<List<TimePoint>>> buckets = buckets();
    List<Row> rows = new ArrayList<>();
    for (int row = window.rows() - 1; row >= 0; row--) {
      if (!window.row(row).isAfter(now)) {
        rows.add(row(row, buckets.get(row)));
      }
    }
    return new TimeGrid(window.zoom().name().toLowerCase(Locale.ROOT), columns(), rows);
  }

  private List<List<List<TimePoint>>> buckets() {
    List<List<List<TimePoint>>> rows = new ArrayList<>();
    for (int row = 0; row < window.rows(); row++) {
      rows.add(
          IntStream.range(0, window.zoom().columns())
              .<List<TimePoint>>mapToObj(column -> new ArrayList<>())
              .toList());
    }
    long cell = window.zoom().cell().toMillis();
    for (TimePoint each : points) {
      if (!each.at().isBefore(window.start()) && each.at().isBefore(window.end())) {
        int index = (int) ((each.at().toEpochMilli() - window.start().toEpochMilli()) / cell);
        int columns = window.zoom().columns();
        rows.get(index / columns).get(index % columns).add(each);
      }
    }
    return rows;
  }

  private List<String> columns() {
    return IntStream.range(0, window.zoom().columns())
        .mapToObj(
            column ->
                switch (window.zoom()) {
                  case WEEKS -> text("EEE", window.cell(0, column));
                  case DAYS -> text("HH", window.cell(0, column));
                  case HOURS -> text("'\u00b7:'mm", window.cell(0, column)).replace("\u00b7", "");
                  case MINUTES -> "+" + column;
                  case SECONDS -> ":" + text("ss", window.cell(0, column));
                })
        .toList();
  }

  private Row row(int row, List<List<TimePoint>> cells) {
    Instant start = window.row(row);
    String label =
        switch (window.zoom()) {
          case WEEKS -> text("d MMM", start);
          case DAYS -> text("EEE d MMM", start);
          case HOURS, MINUTES, SECONDS -> text("HH:mm", start);
        };
    Optional<String> href =
        switch (window.zoom()) {
          case DAYS -> Optional.of("?at=" + Zoom.WEEKS.spot(start));
          case HOURS -> Optional.of("?at=" + Zoom.DAYS.spot(start));
          case WEEKS, MINUTES, SECONDS -> Optional.empty();
        };
    return new Row(
        label,
        href.filter(none -> cells.stream().anyMatch(cell -> !cell.isEmpty())),
        IntStream.range(0, cells.size())
            .mapToObj(column -> cell(window.cell(row, column), cells.get(column)))
            .toList());
  }

  private Cell cell(Instant start, List<TimePoint> inside) {
    String when =
        switch (window.zoom()) {
          case WEEKS -> text("EEE d MMM", start);
          case DAYS, HOURS, MINUTES -> text("EEE d MMM HH:mm", start);
          case SECONDS -> text("HH:mm:ss", start);
        };
    List<NamedMoment> named =
        marks.stream().filter(each -> each.isIn(start, start.plus(window.zoom().cell()))).toList();
    Cell cell = inside.isEmpty() ? empty(when, start) : filled(when, start, inside);
    return named.isEmpty() ? cell : cell.marked(when, NamedMoment.words(named));
  }

  private Cell filled(String when, Instant start, List<TimePoint> inside) {
    Optional<String> href =
        window.zoom() == Zoom.SECONDS
            ? Optional.of("#points")
            : Optional.of("?at=" + window.zoom().spot(start));
    return new Cell(
        kind(inside),
        href,
        when + ": " + words(inside),
        window.zoom() == Zoom.WEEKS ? Quantity.count(inside.size()) : "");
  }

  private Cell empty(String when, Instant start) {
    Instant end = start.plus(window.zoom().cell());
    Instant until = end.isAfter(now) ? now : end;
    if (!start.isBefore(now) || points.isEmpty() || !end.isAfter(points.getFirst().at())) {
      return new Cell("o", Optional.empty(), "", "");
    }
    if (covered.stream().anyMatch(each -> each.touches(start, until))) {
      Optional<String> href =
          Optional.of(window.zoom() == Zoom.SECONDS ? "#to" : "?at=" + window.zoom().spot(start));
      return new Cell("j", href, when + ": any moment, by the journal", "");
    }
    boolean gap = gaps.stream().anyMatch(each -> each.covers(start, until));
    return gap
        ? new Cell("g", Optional.empty(), when + ": no recovery point", "")
        : new Cell("n", Optional.empty(), "", "");
  }

  private static String kind(List<TimePoint> inside) {
    Set<Trust> trust = EnumSet.noneOf(Trust.class);
    inside.forEach(each -> trust.add(each.trust()));
    boolean tips = inside.stream().allMatch(each -> each.kind() == Kind.TIP);
    StringBuilder kind =
        new StringBuilder(
            trust.contains(Trust.DAMAGED)
                ? "x"
                : trust.contains(Trust.DRILLED)
                    ? "d"
                    : trust.contains(Trust.VERIFIED) ? "v" : tips ? "t" : "p");
    if (inside.stream().anyMatch(each -> each.kind() == Kind.FULL)) {
      kind.append(" f");
    }
    if (inside.stream().allMatch(TimePoint::goes)) {
      kind.append(" r");
    }
    return kind.toString();
  }

  private static String words(List<TimePoint> inside) {
    List<String> words = new ArrayList<>();
    words.add(Quantity.count(inside.size(), "recovery point"));
    long full = inside.stream().filter(each -> each.kind() == Kind.FULL).count();
    if (full > 0) {
      words.add(full + " full");
    }
    for (Trust each : List.of(Trust.DAMAGED, Trust.DRILLED, Trust.VERIFIED)) {
      long count = inside.stream().filter(point -> point.trust() == each).count();
      if (count > 0) {
        words.add((count == inside.size() ? "" : count + " ") + each.words());
      }
    }
    if (inside.stream().allMatch(TimePoint::goes)) {
      words.add("removed by the next prune");
    }
    return String.join(", ", words);
  }

  private static String text(String pattern, Instant moment) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ROOT)
        .withZone(ZoneOffset.UTC)
        .format(moment);
  }
}
