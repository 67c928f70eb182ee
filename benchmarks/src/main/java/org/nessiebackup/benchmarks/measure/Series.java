package org.nessiebackup.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What has been measured for one line, round by round. */
public final class Series {
  private static final int SHOWN = 10;

  private final List<Sample> samples = new ArrayList<>();
  private long stored = -1;
  private String missing = "not measured";

  public void add(Sample sample) {
    samples.add(sample);
  }

  /** How much a backup or dump takes on disk. */
  public void stored(long bytes) {
    stored = bytes;
  }

  /** Why there is nothing. */
  public void missing(String why) {
    missing = why;
  }

  public OptionalLong stored() {
    return stored < 0 ? OptionalLong.empty() : OptionalLong.of(stored);
  }

  /** The median time by the clock. */
  public OptionalDouble seconds() {
    return median(Sample::seconds);
  }

  /** The median time of the processors, that of the server included. */
  OptionalDouble processorSeconds() {
    return median(Sample::allProcessorSeconds);
  }

  /** The most memory of all rounds. */
  public OptionalLong peak() {
    return samples.stream().mapToLong(Sample::peakBytes).filter(bytes -> bytes > 0).max();
  }

  private OptionalDouble median(ToDoubleFunction<Sample> value) {
    double[] sorted =
        samples.stream().mapToDouble(value).filter(each -> each >= 0).sorted().toArray();
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }

  /** Cells of the table: medians, all rounds, memory, bytes. */
  String cells() {
    return "%s | %s | %s | %s | %s | %s"
        .formatted(
            seconds(seconds()),
            seconds(median(Sample::processorSeconds)),
            seconds(median(Sample::serverSeconds)),
            samples.isEmpty() ? missing : rounds(),
            megabytes(peak()),
            megabytes(stored()));
  }

  private String rounds() {
    String first =
        samples.stream()
            .limit(SHOWN)
            .map(sample -> String.format(Locale.ROOT, "%.2f", sample.seconds()))
            .collect(Collectors.joining(", "));
    return samples.size() <= SHOWN ? first : first + " … (%d)".formatted(samples.size());
  }

  private static String seconds(OptionalDouble value) {
    return value.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f s", value.getAsDouble());
  }

  private static String megabytes(OptionalLong value) {
    if (value.isEmpty()) {
      return "";
    }
    double megabytes = value.getAsLong() / 1e6;
    return String.format(Locale.ROOT, megabytes < 1 ? "%.3f MB" : "%.1f MB", megabytes);
  }
}
