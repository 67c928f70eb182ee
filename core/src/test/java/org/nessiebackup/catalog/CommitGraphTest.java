package org.nessiebackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.nessie.CommitOutline;
import org.nessiebackup.nessie.ObjectId;

class CommitGraphTest {
  private static ObjectId id(int branch, int number) {
    return ObjectId.of("%02x%062x".formatted(branch, number));
  }

  private static void add(CommitGraph graph, ObjectId id, ObjectId parent, long seq) {
    graph.add(new CommitOutline(id, parent, seq, seq * 10));
  }

  /** A line of 5,000 commits, from whose 4,000th another one of 100 leads away. */
  private static CommitGraph forked() {
    CommitGraph graph = new CommitGraph();
    // Children come before their parents, as two threads may tell them.
    for (int i = 5_000; i > 0; i--) {
      add(graph, id(1, i), i == 1 ? ObjectId.EMPTY : id(1, i - 1), i);
    }
    for (int i = 1; i <= 100; i++) {
      add(graph, id(2, i), i == 1 ? id(1, 4_000) : id(2, i - 1), 4_000 + i);
    }
    return graph;
  }

  @Test
  void aLineGoesBackToTheLimitTheTimeOrTheFirstCommit() {
    CommitGraph graph = forked();
    assertThat(graph.line(id(1, 5_000), 3, 0))
        .containsExactly(id(1, 5_000), id(1, 4_999), id(1, 4_998));
    assertThat(graph.line(id(2, 2), 100, 39_990))
        .containsExactly(id(2, 2), id(2, 1), id(1, 4_000), id(1, 3_999));
    assertThat(graph.line(id(1, 5_000), 10_000, 0)).hasSize(5_000).last().isEqualTo(id(1, 1));
    assertThat(graph.line(id(9, 9), 10, 0)).isEmpty();
  }

  @Test
  void theDistanceCountsWhatOneHasAndTheOtherHasNot() {
    CommitGraph graph = forked();
    assertThat(graph.distance(id(1, 4_000), id(1, 4_007))).contains(new CommitGraph.Distance(7, 0));
    assertThat(graph.distance(id(1, 4_007), id(1, 4_000))).contains(new CommitGraph.Distance(0, 7));
    assertThat(graph.distance(id(1, 5_000), id(2, 100)))
        .contains(new CommitGraph.Distance(100, 1_000));
    assertThat(graph.distance(ObjectId.EMPTY, id(1, 12))).contains(new CommitGraph.Distance(12, 0));
    assertThat(graph.distance(id(2, 3), ObjectId.EMPTY))
        .contains(new CommitGraph.Distance(0, 4_003));
    assertThat(graph.distance(id(2, 3), id(2, 3))).contains(new CommitGraph.Distance(0, 0));
  }

  @Test
  void commitsThatGoInACircleAreFollowedOnce() {
    CommitGraph graph = new CommitGraph();
    add(graph, id(1, 1), id(1, 2), 1);
    add(graph, id(1, 2), id(1, 1), 2);

    assertThat(graph.line(id(1, 2), Integer.MAX_VALUE, 0)).hasSize(2);
    assertThat(graph.distance(id(1, 2), ObjectId.EMPTY)).isEmpty();
    assertThat(graph.distance(ObjectId.EMPTY, id(1, 1))).isEmpty();
  }

  @Test
  void whatHasNoCommonCommitDiffersByAllOfBoth() {
    CommitGraph graph = new CommitGraph();
    add(graph, id(1, 1), ObjectId.EMPTY, 1);
    add(graph, id(1, 2), id(1, 1), 2);
    add(graph, id(3, 1), ObjectId.EMPTY, 1);
    assertThat(graph.distance(id(1, 2), id(3, 1))).contains(new CommitGraph.Distance(1, 2));
  }

  @Test
  void aMissingCommitOnTheWayLeavesTheDistanceOpen() {
    CommitGraph graph = new CommitGraph();
    add(graph, id(1, 5), id(1, 4), 5);
    add(graph, id(1, 2), id(1, 1), 2);
    assertThat(graph.contains(id(1, 4))).isFalse();
    assertThat(graph.distance(id(1, 2), id(1, 5))).isEqualTo(Optional.empty());
    assertThat(graph.distance(id(7, 7), id(1, 5))).isEqualTo(Optional.empty());
    assertThat(graph.line(id(1, 5), 10, 0)).containsExactly(id(1, 5));
  }

  @Test
  void commitsAreFoundByTheBeginningOfTheirHash() {
    CommitGraph graph = forked();
    assertThat(graph.beginningWith("02")).hasSize(100);
    List<ObjectId> one = graph.beginningWith(id(2, 17).hex().substring(0, 63));
    assertThat(one)
        .containsExactlyInAnyOrderElementsOf(
            IntStream.rangeClosed(16, 31).mapToObj(i -> id(2, i)).toList());
    ObjectId upper = id(2, 0x1a);
    assertThat(graph.beginningWith(upper.hex().toUpperCase(Locale.ROOT))).containsExactly(upper);
    assertThat(graph.beginningWith("03")).isEmpty();
  }
}
