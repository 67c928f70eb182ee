package org.nessiebackup.report.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.nessiebackup.report.text.Printable;

/** Collects the metrics of a result. */
public final class MetricPage {
  private final Instant now;
  private final SortedMap<String, String> common;
  private final List<Sample> samples = new ArrayList<>();

  /**
   * An empty page.
   *
   * @param now the moment at which all of it is true
   * @param common labels of all metrics whose groups have them
   */
  public MetricPage(Instant now, SortedMap<String, String> common) {
    this.now = now;
    this.common = new TreeMap<>(common);
    this.common.replaceAll((name, value) -> Printable.line(value));
  }

  /** The moment at which all of it is true. */
  public Instant now() {
    return now;
  }

  /** A number of things, exact up to 2^53; labels follow as names and values in turn. */
  public MetricPage value(Metric metric, long number, String... labels) {
    return add(metric, (double) number, labels);
  }

  private MetricPage add(Metric metric, double value, String... labels) {
    SortedMap<String, String> all = new TreeMap<>(common);
    all.keySet().retainAll(metric.group().labels());
    for (int i = 0; i < labels.length; i += 2) {
      all.put(labels[i], Printable.line(labels[i + 1]));
    }
    samples.add(new Sample(metric, all, value));
    return this;
  }

  /** A moment. */
  public MetricPage time(Metric metric, Instant moment, String... labels) {
    return add(metric, moment.toEpochMilli() / 1000.0, labels);
  }

  /** A span. */
  public MetricPage span(Metric metric, Duration span, String... labels) {
    return add(metric, span.toMillis() / 1000.0, labels);
  }

  /** What was collected. */
  public Metrics metrics() {
    return new Metrics(samples);
  }
}
