package org.nessiebackup.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MeasuredProcessTest {
  /** Counts, in a process of its own. */
  private static final String WORK =
      "/bin/sh -c 'i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done'";

  private @TempDir Path folder;

  @Test
  void processorTimeIsThatOfAllThatWasStarted() {
    Sample idle = shell("true");
    Sample busy = shell(WORK + "; " + WORK + " | cat");

    assertThat(idle.processorSeconds()).isNotNegative();
    assertThat(busy.processorSeconds()).isPositive().isGreaterThan(idle.processorSeconds());
  }

  @Test
  void processorTimeOfTheServerIsWhatCameOnTop() {
    Deque<Double> times = new ArrayDeque<>(List.of(2.0, 3.5));
    MeasuredProcess process = new MeasuredProcess(folder, Map.of(), times::removeFirst);

    Sample sample = process.run(List.of("true"));

    assertThat(sample.serverSeconds()).isEqualTo(1.5);
    assertThat(sample.allProcessorSeconds()).isGreaterThanOrEqualTo(1.5);
    assertThat(shell("true").serverSeconds()).isNegative();
  }

  @EnabledOnOs(OS.LINUX)
  @Test
  void memoryIsThatOfAllThatWasStarted() {
    assertThat(shell(WORK + " | cat").peakBytes()).isPositive();
  }

  @Test
  void failureReportsWhatWasSaid() {
    assertThatThrownBy(() -> shell("echo to one; echo to the other >&2; exit 3"))
        .hasMessageContaining("failed with 3")
        .hasMessageContaining("to one")
        .hasMessageContaining("to the other");
  }

  @Test
  void environmentOfTheCallerDoNotReachThePrograms() {
    MeasuredProcess process =
        new MeasuredProcess(folder, Map.of("PGHOST", "of the benchmark"), () -> Double.NaN);

    assertThat(process.run(List.of("/bin/sh", "-c", "echo $PGHOST $PGUSER")).output().strip())
        .isEqualTo("of the benchmark");
  }

  private Sample shell(String text) {
    return new MeasuredProcess(folder, Map.of(), () -> Double.NaN)
        .run(List.of("/bin/sh", "-c", text));
  }
}
