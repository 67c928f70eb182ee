package org.nessiebackup.benchmarks;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** All that has been measured. */
final class Measurements {
  private final Map<Contender, List<Sample>> samples = new EnumMap<>(Contender.class);
  private final Map<Contender, Long> stored = new EnumMap<>(Contender.class);
  private final List<Double> swaps = new ArrayList<>();

  void add(Contender contender, Sample sample) {
    samples.computeIfAbsent(contender, unused -> new ArrayList<>()).add(sample);
  }

  /** How much a backup or dump takes on disk. */
  void stored(Contender contender, long bytes) {
    stored.put(contender, bytes);
  }

  /** How long the tables were locked by a restore of ours. */
  void swap(double seconds) {
    swaps.add(seconds);
  }

  OptionalLong stored(Contender contender) {
    Long bytes = stored.get(contender);
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes);
  }

  OptionalDouble swap() {
    return median(swaps);
  }

  /** All times of a contender, in the order of the rounds. */
  List<Double> seconds(Contender contender) {
    return samples.getOrDefault(contender, List.of()).stream().map(Sample::seconds).toList();
  }

  /** The median time, if there is any. */
  OptionalDouble median(Contender contender) {
    return median(seconds(contender));
  }

  /** The most memory of all rounds, if it is known. */
  OptionalLong peak(Contender contender) {
    return samples.getOrDefault(contender, List.of()).stream()
        .mapToLong(Sample::peakBytes)
        .filter(bytes -> bytes > 0)
        .max();
  }

  private static OptionalDouble median(List<Double> values) {
    if (values.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }
}
