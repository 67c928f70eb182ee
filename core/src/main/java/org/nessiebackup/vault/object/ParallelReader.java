package org.nessiebackup.vault.object;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Workers;

/** Reads many small objects at a time, because a bucket takes long for each. */
public final class ParallelReader {
  private static final int READERS = 16;

  private ParallelReader() {}

  /** The results in the order of the inputs; the first failure ends it. */
  public static <T, R> List<R> map(List<T> inputs, Function<T, R> read) {
    return map(READERS, inputs, read);
  }

  /** The same for what takes memory, a few at a time. */
  static <T, R> List<R> map(int readers, List<T> inputs, Function<T, R> read) {
    if (inputs.size() < 2) {
      return inputs.stream().map(read).toList();
    }
    AtomicReferenceArray<R> results = new AtomicReferenceArray<>(inputs.size());
    List<Workers.Task> tasks = new ArrayList<>();
    for (int i = 0; i < inputs.size(); i++) {
      int place = i;
      tasks.add(stop -> results.set(place, read.apply(inputs.get(place))));
    }
    Workers.run(readers, new Cancellation(), tasks);
    return IntStream.range(0, inputs.size()).mapToObj(results::get).toList();
  }
}
