package org.nessiebackup.browse;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Finds where a series of states changes, the newest change first, by looking at few of them. The
 * newest are looked at one by one; of older ones those between two that are the same are believed
 * to be so, too, and where two differ, the middle is looked at.
 *
 * @param <S> a state
 */
final class SpanSearch<S> {
  /** So many of the newest are looked at in any case: a change was mostly made just now. */
  static final int RECENT = 64;

  private final int size;
  private final int limit;
  private final IntFunction<Optional<S>> look;
  private final Map<Integer, Optional<S>> seen = new HashMap<>();
  private final List<Run<S>> runs = new ArrayList<>();

  /**
   * Looks at nothing yet.
   *
   * @param size how many states there are, oldest first
   * @param limit how many runs are wanted at most; 0 for all
   * @param look finds a state by its number; empty if it cannot be known
   */
  SpanSearch(int size, int limit, IntFunction<Optional<S>> look) {
    this.size = size;
    this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
    this.look = look;
  }

  /** States that are the same, from one number to another one. */
  record Run<S>(int first, int last, S state) {}

  /**
   * The newest runs, oldest first.
   *
   * @param each whether to look at every state
   */
  List<Run<S>> newest(boolean each) {
    int newer = size;
    for (int next : each ? all() : some()) {
      if (more()) {
        break;
      }
      newer = from(next, newer);
    }
    return runs.subList(0, Math.min(runs.size(), limit)).reversed();
  }

  /** Whether there are older runs than those that were wanted. */
  boolean more() {
    return runs.size() > limit;
  }

  /** How many states were looked at, and known. */
  int looked() {
    return (int) seen.values().stream().filter(Optional::isPresent).count();
  }

  /** How many of a run can be known, as far as they were looked at. */
  int count(Run<S> run) {
    long unknown =
        IntStream.rangeClosed(run.first(), run.last())
            .filter(number -> seen.containsKey(number) && seen.get(number).isEmpty())
            .count();
    return (int) (run.last() - run.first() + 1 - unknown);
  }

  private int[] all() {
    return IntStream.iterate(size - 1, number -> number >= 0, number -> number - 1).toArray();
  }

  /** Ever further apart, so that what went and came back is noticed if that is not long ago. */
  private int[] some() {
    IntStream recent =
        IntStream.iterate(
            size - 1, number -> number >= Math.max(0, size - RECENT), number -> number - 1);
    IntStream older =
        IntStream.iterate(2 * RECENT, distance -> distance < size, distance -> 2 * distance)
            .map(distance -> size - distance);
    return IntStream.concat(IntStream.concat(recent, older), IntStream.of(0)).toArray();
  }

  /** Goes back to a state, or to the oldest behind it that can be known. */
  private int from(int next, int newer) {
    int older = next;
    while (older < newer && state(older).isEmpty()) {
      older++;
    }
    if (older >= newer) {
      return newer;
    }
    if (runs.isEmpty()) {
      runs.add(new Run<>(older, older, state(older).orElseThrow()));
    } else {
      between(older, newer);
    }
    return older;
  }

  private void between(int older, int newer) {
    if (more()) {
      return;
    }
    S state = state(older).orElseThrow();
    if (state.equals(state(newer).orElseThrow())) {
      Run<S> run = runs.removeLast();
      runs.add(new Run<>(older, run.last(), state));
      return;
    }
    Optional<Integer> middle = middle(older, newer);
    if (middle.isPresent()) {
      between(middle.get(), newer);
      between(older, middle.get());
    } else {
      runs.add(new Run<>(older, older, state));
    }
  }

  private Optional<Integer> middle(int older, int newer) {
    int middle = (older + newer) >>> 1;
    return IntStream.concat(
            IntStream.range(middle, newer),
            IntStream.iterate(middle - 1, number -> number > older, number -> number - 1))
        .filter(number -> number > older && state(number).isPresent())
        .boxed()
        .findFirst();
  }

  private Optional<S> state(int number) {
    Optional<S> known = seen.get(number);
    if (known == null) {
      known = look.apply(number);
      seen.put(number, known);
    }
    return known;
  }
}
