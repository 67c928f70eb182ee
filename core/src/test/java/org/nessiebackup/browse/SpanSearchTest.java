package org.nessiebackup.browse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpanSearchTest {
  private final List<Integer> looked = new ArrayList<>();

  private SpanSearch<Integer> search(int[] states, int limit, Set<Integer> unknown) {
    looked.clear();
    return new SpanSearch<>(
        states.length,
        limit,
        number -> {
          looked.add(number);
          return unknown.contains(number) ? Optional.empty() : Optional.of(states[number]);
        });
  }

  /** So many states that grow by one at these numbers. */
  private static int[] growing(int size, int... changes) {
    return IntStream.range(0, size)
        .map(number -> (int) Arrays.stream(changes).filter(change -> change <= number).count())
        .toArray();
  }

  private static List<SpanSearch.Run<Integer>> runs(int[] states) {
    List<SpanSearch.Run<Integer>> runs = new ArrayList<>();
    for (int i = 0; i < states.length; i++) {
      boolean same = i > 0 && states[i - 1] == states[i];
      int first = same ? runs.removeLast().first() : i;
      runs.add(new SpanSearch.Run<>(first, i, states[i]));
    }
    return runs;
  }

  @Test
  void changesThatStayAreFoundAsIfEachStateWasLookedAt() {
    for (int seed = 0; seed < 200; seed++) {
      Random random = new Random(seed);
      int size = 1 + random.nextInt(2_000);
      int[] states = growing(size, random.ints(random.nextInt(6), 0, size).distinct().toArray());

      assertThat(search(states, 0, Set.of()).newest(false))
          .as("seed %d", seed)
          .isEqualTo(runs(states));
    }
  }

  @Test
  void fewAreLookedAtWhereMuchIsTheSame() {
    int[] states = growing(10_000, 3_333, 9_950);

    assertThat(search(states, 0, Set.of()).newest(false)).isEqualTo(runs(states));
    assertThat(looked).hasSizeLessThan(SpanSearch.RECENT + 40).doesNotHaveDuplicates();
  }

  @Test
  void whatWasTakenBackJustNowIsFoundAmongTheRecentOnes() {
    int[] states = new int[10_000];
    states[9_990] = 7;

    assertThat(search(states, 0, Set.of()).newest(false)).isEqualTo(runs(states));
  }

  @Test
  void whatWasTakenBackLongAgoIsFoundIfEachIsLookedAt() {
    int[] states = new int[10_000];
    states[4_711] = 7;

    assertThat(search(states, 0, Set.of()).newest(false)).hasSize(1);
    assertThat(search(states, 0, Set.of()).newest(true)).isEqualTo(runs(states));
    assertThat(looked).hasSize(10_000);
  }

  @Test
  void newestAreShownIfSomeAreEnough() {
    int[] states = growing(10_000, IntStream.range(1, 200).map(each -> 50 * each).toArray());
    SpanSearch<Integer> search = search(states, 3, Set.of());

    assertThat(search.newest(false)).isEqualTo(runs(states).subList(197, 200));
    assertThat(search.more()).isTrue();
    assertThat(looked).hasSizeLessThan(SpanSearch.RECENT + 40);
  }

  @Test
  void whatCannotBeKnownHidesNothingElse() {
    int[] states = growing(1_000, 500);
    Set<Integer> unknown = Set.of(0, 1, 499, 500, 998, 999);
    SpanSearch<Integer> search = search(states, 0, unknown);

    List<SpanSearch.Run<Integer>> found = search.newest(true);

    assertThat(found)
        .containsExactly(new SpanSearch.Run<>(2, 498, 0), new SpanSearch.Run<>(501, 997, 1));
    assertThat(found).extracting(search::count).containsExactly(497, 497);
    assertThat(search(states, 0, unknown).newest(false)).isEqualTo(found);
    assertThat(search(new int[3], 0, Set.of(0, 1, 2)).newest(false)).isEmpty();
  }
}
