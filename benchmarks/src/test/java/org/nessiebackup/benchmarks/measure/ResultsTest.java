package org.nessiebackup.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResultsTest {
  private static final Line START = new Line("start", Link.LOCAL);
  private static final Line OURS = new Line("ours", Link.TLS);
  private static final Line THEIRS = new Line("theirs", Link.TLS);

  private final Results results = new Results();

  @Test
  void medianAndAllRoundsAreReported() {
    add(OURS, 3, 1, 0.5);
    add(OURS, 1, 1, 0.5);
    add(OURS, 2, 1, 0.5);
    results.of(OURS).stored(6_700_000);

    assertThat(markdown())
        .contains("| ours | TLS | 2.00 s | 1.00 s | 0.50 s | 3.00, 1.00, 2.00 | 5.0 MB | 6.7 MB |");
  }

  @Test
  void whoIsMissingStaysInTheTable() {
    results.of(THEIRS).missing("not installed");

    assertThat(markdown()).contains("| theirs | TLS |  |  |  | not installed |  |  |");
  }

  @Test
  void promiseIsJudgedByTheClockAndNamesTheProcessorsOfBothSides() {
    add(OURS, 6, 1, 1);
    add(THEIRS, 10, 1, 3);
    results.promiseTime(OURS, THEIRS, Limit.of(0.65));
    results.promiseTime(OURS, THEIRS, Limit.part(2));

    assertThat(markdown())
        .contains("| time of ours, TLS : theirs | ≤ 0.65 | 0.600 | 0.500 | kept |")
        .contains("| time of ours, TLS : theirs | ≤ 1/2 | 0.600 | 0.500 | **missed** |");
  }

  @Test
  void startIsTakenOffBothSides() {
    add(START, 1, 1, 0);
    add(OURS, 2, 2, 0);
    add(THEIRS, 5, 3, 0);
    results.promiseTimeBeyond(START, OURS, THEIRS, Limit.part(4));

    assertThat(markdown())
        .contains("| time of ours, TLS : theirs, both less start | ≤ 1/4 | 0.250 | 0.500 | kept |");
  }

  @Test
  void nothingIsPromisedOfWhatWasNotMeasured() {
    add(OURS, 1, 1, 1);
    results.promiseTime(OURS, THEIRS, Limit.of(1));
    results.promiseStored(OURS, THEIRS, Limit.part(100));

    assertThat(markdown()).doesNotContain("promise");
  }

  @Test
  void storedBytesAndMemoryArePromisedToo() {
    add(OURS, 1, 1, 1);
    results.of(OURS).stored(1_000);
    results.of(THEIRS).stored(120_000);
    results.promiseStored(OURS, THEIRS, Limit.part(100));
    results.promiseStored(OURS, Limit.bytes(999));
    results.promisePeak(OURS, Limit.megabytes(300));

    assertThat(markdown())
        .contains("| stored bytes of ours : theirs | ≤ 1/100 | 1/120 | | kept |")
        .contains("| stored bytes of ours | ≤ 999 | 1,000 | | **missed** |")
        .contains("| peak memory of ours, TLS | ≤ 300 MB | 5 MB | | kept |");
  }

  private void add(Line line, double seconds, double ofProcessor, double ofServer) {
    results.of(line).add(new Sample(seconds, ofProcessor, ofServer, 5_000_000, ""));
  }

  private String markdown() {
    return results.markdown("a title", "of something", Machine.here());
  }
}
