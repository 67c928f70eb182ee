package org.nessiebackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.catalog.CommitGraph.Detail;
import org.nessiebackup.nessie.ObjectId;

class CommitGraphTest {
  private static ObjectId id(int branch, int number) {
    return ObjectId.of("%02x%062x".formatted(branch, number));
  }

  private static void add(CommitGraph graph, ObjectId id, ObjectId parent, long seq) {
    graph.add(
        new CommitGraph.Row(
            graph.ids().intern(id),
            parent.equals(ObjectId.EMPTY) ? CommitGraph.NONE : graph.ids().intern(parent),
            seq,
            seq * 10,
            new long[0],
            new int[0],
            new int[0]));
  }

  private static CommitGraph empty() {
    return new CommitGraph(new IdTable(), Set.of(Detail.SEQUENCE, Detail.TIME));
  }

  private static List<ObjectId> line(CommitGraph graph, ObjectId head, int limit, long since) {
    return Arrays.stream(graph.line(graph.ids().find(head), limit, since))
        .mapToObj(graph.ids()::id)
        .toList();
  }

  /** A line of 5,000 commits, from whose 4,000th another one of 100 leads away. */
  private static CommitGraph forked() {
    CommitGraph graph = empty();
    // Children come before their parents, as two threads may read them.
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
    assertThat(line(graph, id(1, 5_000), 3, 0))
        .containsExactly(id(1, 5_000), id(1, 4_999), id(1, 4_998));
    assertThat(line(graph, id(2, 2), 100, 39_990))
        .containsExactly(id(2, 2), id(2, 1), id(1, 4_000), id(1, 3_999));
    assertThat(line(graph, id(1, 5_000), 10_000, 0)).hasSize(5_000).last().isEqualTo(id(1, 1));
    assertThat(line(graph, id(9, 9), 10, 0)).isEmpty();
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
    CommitGraph graph = empty();
    add(graph, id(1, 1), id(1, 2), 1);
    add(graph, id(1, 2), id(1, 1), 2);

    assertThat(line(graph, id(1, 2), Integer.MAX_VALUE, 0)).hasSize(2);
    assertThat(graph.distance(id(1, 2), ObjectId.EMPTY)).isEmpty();
    assertThat(graph.distance(ObjectId.EMPTY, id(1, 1))).isEmpty();
  }

  @Test
  void whatHasNoCommonCommitDiffersByAllOfBoth() {
    CommitGraph graph = empty();
    add(graph, id(1, 1), ObjectId.EMPTY, 1);
    add(graph, id(1, 2), id(1, 1), 2);
    add(graph, id(3, 1), ObjectId.EMPTY, 1);
    assertThat(graph.distance(id(1, 2), id(3, 1))).contains(new CommitGraph.Distance(1, 2));
  }

  @Test
  void aMissingCommitOnTheWayLeavesTheDistanceOpen() {
    CommitGraph graph = empty();
    add(graph, id(1, 5), id(1, 4), 5);
    add(graph, id(1, 2), id(1, 1), 2);
    assertThat(graph.contains(id(1, 4))).isFalse();
    assertThat(graph.distance(id(1, 2), id(1, 5))).isEqualTo(Optional.empty());
    assertThat(graph.distance(id(7, 7), id(1, 5))).isEqualTo(Optional.empty());
    assertThat(line(graph, id(1, 5), 10, 0)).containsExactly(id(1, 5));
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
