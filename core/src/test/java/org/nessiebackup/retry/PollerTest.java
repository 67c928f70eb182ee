package org.nessiebackup.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.testing.ManualTime;

class PollerTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration EVERY = Duration.ofSeconds(4);

  private final ManualTime time = new ManualTime();
  private final Cancellation cancellation = new Cancellation();
  private int looks;

  private boolean await(int needed) {
    return new Poller(time.context(cancellation)).await(LIMIT, EVERY, () -> ++looks == needed);
  }

  @Test
  void conditionThatHoldsIsNotWaitedFor() {
    assertThat(await(1)).isTrue();
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void conditionIsEvaluatedAgainUntilItHolds() {
    assertThat(await(3)).isTrue();
    assertThat(time.sleeps()).containsExactly(EVERY, EVERY);
  }

  @Test
  void conditionThatNeverHoldsIsGivenUpAfterTheLimit() {
    assertThat(await(0)).isFalse();
    // At 0, 4, 8 and 12 seconds.
    assertThat(looks).isEqualTo(4);
  }

  @Test
  void requestToStopEndsTheWaiting() {
    cancellation.request();

    assertThatThrownBy(() -> await(0)).isInstanceOf(BackupException.class);
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  @Timeout(60)
  void requestToStopWakesASleeper() {
    Thread.ofVirtual().start(cancellation::request);

    Sleeper.stoppedBy(cancellation).sleep(Duration.ofHours(1));

    assertThat(cancellation.requested()).isTrue();
  }

  @Test
  void interruptedSleeperLeavesTheThreadInterrupted() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> Sleeper.stoppedBy(cancellation).sleep(LIMIT))
        .isInstanceOf(BackupException.class);
    assertThat(Thread.interrupted()).isTrue();
  }
}
