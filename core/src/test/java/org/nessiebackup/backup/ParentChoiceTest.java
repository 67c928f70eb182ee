package org.nessiebackup.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.nessiebackup.backup.ParentChoice.Candidate;

class ParentChoiceTest {
  private static final Instant BEGIN = Instant.parse("2026-11-22T02:10:00Z");

  /** Lets backups follow each other, in a catalog where each change concerns a row of its own. */
  private static final class Series {
    private final List<Candidate> chain = new ArrayList<>();
    private Instant now = BEGIN;
    private long stored;
    private int deepest;

    Series() {
      chain.add(new Candidate(now, 0, 0));
    }

    void backUp(Duration later, long changes) {
      now = now.plus(later);
      chain.replaceAll(
          each -> new Candidate(each.begun(), each.rows(), each.changedSince() + changes));
      int parent = ParentChoice.choose(chain, now);
      long rows = chain.get(parent).changedSince();
      chain.subList(parent + 1, chain.size()).clear();
      chain.add(new Candidate(now, rows, 0));
      stored += rows;
      deepest = Math.max(deepest, chain.size() - 1);
    }
  }

  @Test
  void chainsOfAnyHistoryStayShort() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      Series series = new Series();
      int most = 1 + random.nextInt(1 << random.nextInt(18));
      for (int i = 0; i < 400; i++) {
        series.backUp(Duration.ofSeconds(1 + random.nextInt(120)), random.nextInt(most));
      }
      assertThat(series.deepest).as("seed " + seed).isLessThanOrEqualTo(22);
    }
  }

  @Test
  void withinAnHourEachChangeIsStoredAFewTimesOnly() {
    Series series = new Series();
    for (int i = 0; i < 1000; i++) {
      series.backUp(Duration.ofSeconds(2), 10);
    }
    assertThat(series.stored).isLessThan(10L * 1000 * 11);
    assertThat(series.deepest).isLessThanOrEqualTo(12);
  }

  @Test
  void nothingNewMakesNoChainLonger() {
    Series series = new Series();
    for (int i = 0; i < 50; i++) {
      series.backUp(Duration.ofSeconds(30), 0);
    }
    assertThat(series.deepest).isLessThanOrEqualTo(3);
  }

  @Test
  void firstOfAnHourBuildsOnTheDaysFirstAndFirstOfADayOnTheFullOne() {
    List<Candidate> chain =
        List.of(
            candidate("2026-11-20T10:00:00Z"),
            candidate("2026-11-22T00:00:00Z"),
            candidate("2026-11-22T01:00:00Z"),
            candidate("2026-11-22T01:30:00Z"));
    assertThat(ParentChoice.choose(chain, Instant.parse("2026-11-22T02:00:00Z"))).isEqualTo(1);
    assertThat(ParentChoice.choose(chain, Instant.parse("2026-11-23T00:00:00Z"))).isZero();
    assertThat(ParentChoice.choose(chain, Instant.parse("2026-11-22T01:40:00Z"))).isEqualTo(3);
  }

  private static Candidate candidate(String begun) {
    return new Candidate(Instant.parse(begun), 1000, 10);
  }
}
