package org.nessiebackup.report.metrics;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Stream;

/**
 * A set of values, as it lies in a file or at a gateway.
 *
 * @param samples the values
 */
public record Metrics(List<Sample> samples) {
  /** None at all. */
  public static final Metrics NONE = new Metrics(List.of());

  /** Takes its own copy of the list. */
  public Metrics {
    samples = List.copyOf(samples);
  }

  /**
   * These with newer ones: of each group, the newer ones take the place of former values of the
   * same metrics; counters are added up; everything else stays. So a run that fails, and therefore
   * says nothing of its success, erases no former success.
   */
  public Metrics with(Metrics newer) {
    List<Sample> merged = new ArrayList<>();
    for (Sample former : samples) {
      if (former.metric().isCounter()
          ? newer.samples.stream().noneMatch(each -> sameSeries(each, former))
          : newer.samples.stream().noneMatch(each -> replaces(each, former))) {
        merged.add(former);
      }
    }
    for (Sample each : newer.samples) {
      merged.add(each.metric().isCounter() ? added(each) : each);
    }
    return new Metrics(merged);
  }

  private Sample added(Sample grown) {
    double former =
        samples.stream()
            .filter(each -> sameSeries(each, grown))
            .mapToDouble(Sample::value)
            .findFirst()
            .orElse(0);
    return new Sample(grown.metric(), grown.labels(), former + grown.value());
  }

  private static boolean sameSeries(Sample one, Sample other) {
    return one.metric() == other.metric() && one.labels().equals(other.labels());
  }

  private static boolean replaces(Sample newer, Sample former) {
    return newer.metric() == former.metric() && newer.sameGroup(former);
  }

  /** Those without former values to add to, where these are not known. */
  public Metrics withoutCounters() {
    return new Metrics(samples.stream().filter(each -> !each.metric().isCounter()).toList());
  }

  /** The part that a report has changed: all of its metrics, in its groups. */
  public Metrics reportedBy(Metrics report) {
    return new Metrics(
        samples.stream()
            .filter(each -> report.samples.stream().anyMatch(other -> replaces(other, each)))
            .toList());
  }

  /** The parts that are reported together, one for each group. */
  public List<Metrics> groups() {
    List<Metrics> groups = new ArrayList<>();
    List<Sample> left = new ArrayList<>(samples);
    while (!left.isEmpty()) {
      Sample first = left.getFirst();
      groups.add(new Metrics(left.stream().filter(first::sameGroup).toList()));
      left.removeIf(first::sameGroup);
    }
    return groups;
  }

  /** The greatest value of a metric in the group that has these labels and no others. */
  public OptionalDouble greatest(Metric metric, SortedMap<String, String> groupLabels) {
    return of(metric)
        .filter(each -> each.groupLabels().equals(groupLabels))
        .mapToDouble(Sample::value)
        .max();
  }

  /** The values of one metric. */
  public Stream<Sample> of(Metric metric) {
    return samples.stream().filter(each -> each.metric() == metric);
  }

  /** What is measured. */
  public Set<Metric> names() {
    Set<Metric> names = EnumSet.noneOf(Metric.class);
    samples.forEach(each -> names.add(each.metric()));
    return Collections.unmodifiableSet(names);
  }
}
