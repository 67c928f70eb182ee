package org.nessiebackup.benchmarks.measure;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Function;

/** All that has been measured and promised, and as a section of Markdown. */
public final class Results {
  private final Map<Line, Series> lines = new LinkedHashMap<>();
  private final List<String> promises = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  /** The series of a line, which is placed behind those that were asked for before. */
  public Series of(Line line) {
    return lines.computeIfAbsent(line, unused -> new Series());
  }

  /** Adds a measurement to a line. */
  public void add(Line line, Sample sample) {
    of(line).add(sample);
  }

  /** The same of something that takes so many bytes on disk. */
  public void add(Line line, Sample sample, long stored) {
    of(line).add(sample);
    of(line).stored(stored);
  }

  /** Adds a sentence or two below the tables. */
  public void remark(String text) {
    remarks.add(text);
  }

  /** Promises how long one takes beside another; says nothing where either was not measured. */
  public void promiseTime(Line ours, Line theirs, Limit limit) {
    promise(
        "time of %s : %s".formatted(ours, theirs.what()),
        limit,
        time -> ratio(time.apply(of(ours)), time.apply(of(theirs))),
        "%.3f");
  }

  /** The same, each without the time of a third. */
  public void promiseTimeBeyond(Line start, Line ours, Line theirs, Limit limit) {
    promise(
        "time of %s : %s, both less %s".formatted(ours, theirs.what(), start.what()),
        limit,
        time -> ratio(minus(ours, start, time), minus(theirs, start, time)),
        "%.3f");
  }

  private void promise(
      String what,
      Limit limit,
      Function<Function<Series, OptionalDouble>, OptionalDouble> value,
      String format) {
    OptionalDouble byClock = value.apply(Series::seconds);
    OptionalDouble ofProcessor = value.apply(Series::processorSeconds);
    if (byClock.isPresent()) {
      promises.add(
          "| %s | %s | %s | %s | %s |"
              .formatted(
                  what,
                  limit.text(),
                  number(format, byClock.getAsDouble()),
                  ofProcessor.isPresent() ? number(format, ofProcessor.getAsDouble()) : "",
                  verdict(limit.isKeptBy(byClock.getAsDouble()))));
    }
  }

  /** Promises how much is stored beside what another one stores. */
  public void promiseStored(Line ours, Line theirs, Limit limit) {
    if (of(ours).stored().isPresent() && of(theirs).stored().isPresent()) {
      double one = of(ours).stored().getAsLong();
      double other = of(theirs).stored().getAsLong();
      promiseNumber(
          "stored bytes of %s : %s".formatted(ours.what(), theirs.what()),
          limit,
          one / other,
          number("1/%.0f", other / one));
    }
  }

  /** Promises how much is stored. */
  public void promiseStored(Line ours, Limit limit) {
    of(ours)
        .stored()
        .ifPresent(
            bytes ->
                promiseNumber(
                    "stored bytes of " + ours.what(),
                    limit,
                    (double) bytes,
                    number("%,.0f", (double) bytes)));
  }

  /** Promises the most memory. */
  public void promisePeak(Line ours, Limit limit) {
    of(ours)
        .peak()
        .ifPresent(
            bytes ->
                promiseNumber(
                    "peak memory of " + ours,
                    limit,
                    (double) bytes,
                    number("%.0f MB", bytes / 1e6)));
  }

  /** Promises a ratio that is not to be small, both ways. */
  public void promiseAtLeast(String what, double least, double byClock, double ofProcessor) {
    promises.add(
        "| %s | ≥ %s | %s | %s | %s |"
            .formatted(
                what,
                least,
                number("%.3f", byClock),
                number("%.3f", ofProcessor),
                verdict(byClock >= least)));
  }

  /** Promises something else. */
  public void promiseNumber(String what, Limit limit, double measured, String text) {
    promises.add(
        "| %s | %s | %s | | %s |"
            .formatted(what, limit.text(), text, verdict(limit.isKeptBy(measured))));
  }

  /** A section; {@code about} says of what, in sentences that end with a line. */
  public String markdown(String title, String about, Machine machine) {
    StringBuilder text = new StringBuilder();
    text.append("\n## %s: %s\n\n".formatted(LocalDate.now(ZoneOffset.UTC), title));
    text.append(about.strip()).append("\n\n").append(machine.describe()).append("\n\n");
    if (!lines.isEmpty()) {
      text.append(table()).append('\n');
    }
    if (!promises.isEmpty()) {
      text.append("| promise | limit | by the clock | by processor time | |\n");
      text.append("|---|---|--:|--:|---|\n");
      promises.forEach(promise -> text.append(promise).append('\n'));
      text.append('\n');
    }
    remarks.forEach(remark -> text.append(remark).append("\n\n"));
    return text.toString().stripTrailing() + "\n";
  }

  private String table() {
    StringBuilder text = new StringBuilder();
    text.append(
        "| what | over | median | processor time | the server's | all rounds | peak memory | stored"
            + " |\n");
    text.append("|---|---|--:|--:|--:|---|--:|--:|\n");
    lines.forEach(
        (line, series) ->
            text.append(
                "| %s | %s | %s |\n".formatted(line.what(), line.link().title(), series.cells())));
    return text.toString();
  }

  private OptionalDouble minus(Line line, Line start, Function<Series, OptionalDouble> time) {
    OptionalDouble all = time.apply(of(line));
    OptionalDouble begin = time.apply(of(start));
    return all.isEmpty() || begin.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(all.getAsDouble() - begin.getAsDouble());
  }

  private static OptionalDouble ratio(OptionalDouble one, OptionalDouble other) {
    return one.isEmpty() || other.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(one.getAsDouble() / other.getAsDouble());
  }

  private static String verdict(boolean kept) {
    return kept ? "kept" : "**missed**";
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
