package org.nessiebackup.service.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.service.run.HandRunner.Work;

class LookRunnerTest {
  private static final Command LIST = Command.of("list");

  private final HandRunner runner = new HandRunner();
  private final LookRunner looks = new LookRunner(runner, Duration.ZERO);

  @Test
  void fewQuestionsAreAnsweredAtOnceAndOthersAreRefused() throws InterruptedException {
    List<Thread> asked = new ArrayList<>();
    List<Work> begun = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      asked.add(Thread.ofVirtual().start(this::look));
      begun.add(runner.next());
    }

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(this::look)
        .satisfies(error -> assertThat(error.failure()).isEqualTo(Failure.INTERRUPTED));
    assertThat(runner.idle()).isTrue();

    begun.forEach(Work::succeed);
    for (Thread each : asked) {
      each.join();
    }
    Thread next = Thread.ofVirtual().start(this::look);
    runner.next().succeed();
    next.join();
  }

  private void look() {
    looks.run(LIST, Place.SERVICE, message -> {}, new Cancellation());
  }
}
