package org.nessiebackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.catalog.CommitGraph.Detail;
import org.nessiebackup.nessie.ObjectId;

class CommitWalkTest {
  private final CommitGraph graph = new CommitGraph(new IdTable(), Set.of(Detail.EDGES));
  private final List<Integer> visited = new ArrayList<>();
  private final List<Integer> missing = new ArrayList<>();
  private final List<Integer> circles = new ArrayList<>();

  private final CommitWalk.Visitor visitor =
      new CommitWalk.Visitor() {
        @Override
        public void commit(int commit) {
          visited.add(commit);
        }

        @Override
        public void missing(int id) {
          missing.add(id);
        }

        @Override
        public void circle(int commit) {
          circles.add(commit);
        }
      };

  /** Spread as Nessie's ids are, which are hashes. */
  private int number(int commit) {
    String word = "%016x".formatted(commit * 0x9e3779b97f4a7c15L);
    return graph.ids().intern(ObjectId.of(word.repeat(4)));
  }

  /** The parent is 0 for a first commit. */
  private void add(int commit, int parent, int... merged) {
    int[] edges = IntStream.of(merged).map(each -> ~number(each)).toArray();
    int before = parent == 0 ? CommitGraph.NONE : number(parent);
    graph.add(new CommitGraph.Row(number(commit), before, 0, 0, new long[0], new int[0], edges));
  }

  @Test
  void whatACommitBuildsOnComesBeforeItAndEachOnce() {
    Random random = new Random(7);
    for (int commit = 1; commit <= 500; commit++) {
      add(commit, random.nextInt(commit), 1 + random.nextInt(Math.max(1, commit - 1)));
    }
    CommitWalk walk = new CommitWalk(graph, visitor);
    IntStream.rangeClosed(1, 500).forEach(commit -> walk.from(number(501 - commit)));

    assertThat(visited).hasSize(500).doesNotHaveDuplicates();
    Set<Integer> before = new HashSet<>();
    for (int commit : visited) {
      boolean first = graph.parent(commit) == CommitGraph.NONE;
      assertThat(first || before.contains(graph.parent(commit))).isTrue();
      IntStream.of(graph.merged(commit))
          .filter(merged -> merged != commit)
          .forEach(merged -> assertThat(before).contains(merged));
      before.add(commit);
    }
  }

  @Test
  void whatIsMissingIsReportedAndTheRestIsVisited() {
    add(1, 9);
    add(2, 1, 8);
    new CommitWalk(graph, visitor).from(number(2));
    new CommitWalk(graph, visitor).from(number(7));

    assertThat(visited).containsExactly(number(1), number(2));
    assertThat(missing).containsExactlyInAnyOrder(number(9), number(8), number(7));
    assertThat(circles).isEmpty();
  }

  @Test
  void circleIsReportedAndEnds() {
    add(1, 3);
    add(2, 1);
    add(3, 2);
    add(4, 4);
    CommitWalk walk = new CommitWalk(graph, visitor);
    walk.from(number(3));
    walk.from(number(4));

    assertThat(visited).containsExactlyInAnyOrder(number(1), number(2), number(3), number(4));
    assertThat(circles).containsExactly(number(1), number(4));
  }

  @Test
  void depthDoesNotMatter() {
    for (int commit = 1; commit <= 100_000; commit++) {
      add(commit, commit - 1);
    }
    new CommitWalk(graph, visitor).from(number(100_000));

    assertThat(visited).hasSize(100_000).first().isEqualTo(number(1));
    assertThat(graph.line(number(100_000))).hasSize(100_000);
  }
}
