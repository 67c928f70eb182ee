package org.nessiebackup.report.metrics;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One value.
 *
 * @param metric what is measured
 * @param labels of whom; an empty value counts as no label, as Prometheus has it
 * @param value the value; of a counter, how much it has grown until it is added to former ones
 */
public record Sample(Metric metric, SortedMap<String, String> labels, double value) {
  /** Takes its own copy of the labels. */
  public Sample {
    SortedMap<String, String> own = new TreeMap<>(labels);
    own.values().removeIf(String::isEmpty);
    labels = Collections.unmodifiableSortedMap(own);
  }

  /** The labels by which its group is told apart from others of its kind. */
  public SortedMap<String, String> groupLabels() {
    SortedMap<String, String> own = new TreeMap<>(labels);
    own.keySet().retainAll(metric.group().labels());
    return own;
  }

  boolean sameGroup(Sample other) {
    return metric.group() == other.metric.group() && groupLabels().equals(other.groupLabels());
  }
}
