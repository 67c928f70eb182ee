package org.nessiebackup.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.testing.ManualTime;

class RetrierTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ManualTime time = new ManualTime();
  private final Cancellation cancellation = new Cancellation();
  private final List<String> heard = new ArrayList<>();
  private int attempts;

  private String attempt(RetryPolicy policy, int failures) throws IOException {
    RetryListener listener = retry -> heard.add(retry.toString());
    return new Retrier(policy, time.context(cancellation), listener)
        .run(
            "cannot list",
            () -> {
              if (++attempts <= failures) {
                throw new IOException("failure " + attempts);
              }
              return "done";
            },
            e -> !e.getMessage().equals("failure 7"));
  }

  @Test
  void whatSucceedsIsDoneOnce() throws IOException {
    assertThat(attempt(RetryPolicy.attempts(5, SECOND, SECOND), 0)).isEqualTo("done");
    assertThat(attempts).isEqualTo(1);
    assertThat(heard).isEmpty();
  }

  @Test
  void pausesDoubleUpToTheLongestAndNeverLoseMoreThanHalf() throws IOException {
    attempt(RetryPolicy.attempts(6, SECOND, Duration.ofSeconds(5)), 5);

    List<Duration> most = List.of(1, 2, 4, 5, 5).stream().map(Duration::ofSeconds).toList();
    assertThat(time.sleeps()).hasSize(most.size());
    for (int i = 0; i < most.size(); i++) {
      assertThat(time.sleeps().get(i)).isBetween(most.get(i).dividedBy(2), most.get(i));
    }
  }

  @Test
  void everyFurtherAttemptIsReportedWithItsReason() throws IOException {
    attempt(RetryPolicy.attempts(5, SECOND, SECOND), 2);

    assertThat(heard)
        .satisfiesExactly(
            first ->
                assertThat(first).matches("cannot list: attempt 2 of 5 in [01]\\.\\d s: failure 1"),
            second ->
                assertThat(second)
                    .matches("cannot list: attempt 3 of 5 in [01]\\.\\d s: failure 2"));
  }

  @Test
  void lastFailureIsThrownWhenThereAreNoMoreAttempts() {
    assertThatThrownBy(() -> attempt(RetryPolicy.attempts(3, SECOND, SECOND), 9))
        .isInstanceOf(IOException.class)
        .hasMessage("failure 3");
    assertThat(attempts).isEqualTo(3);
  }

  @Test
  void noAttemptBeginsAfterTheLimit() {
    Duration limit = Duration.ofSeconds(3);

    assertThatThrownBy(() -> attempt(RetryPolicy.within(limit, SECOND, SECOND), 6))
        .isInstanceOf(IOException.class);
    assertThat(time.sleeps().stream().reduce(Duration.ZERO, Duration::plus))
        .isLessThanOrEqualTo(limit);
    assertThat(attempts).isBetween(3, 6);
    assertThat(heard).first().asString().contains("attempt 2 in ");
  }

  @Test
  void finalFailureIsNotRepeated() {
    attempts = 6;

    assertThatThrownBy(() -> attempt(RetryPolicy.attempts(5, SECOND, SECOND), 9))
        .hasMessage("failure 7");
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void manyAttemptsDoNotOverflow() throws IOException {
    attempts = 100;

    attempt(RetryPolicy.attempts(200, SECOND, Duration.ofMinutes(1)), 250);

    assertThat(time.sleeps()).last().satisfies(it -> assertThat(it).isGreaterThan(SECOND));
  }

  @Test
  void requestToStopEndsTheAttempts() {
    cancellation.request();

    assertThatThrownBy(() -> attempt(RetryPolicy.attempts(5, SECOND, SECOND), 9))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.INTERRUPTED))
        .hasRootCauseMessage("failure 1");
    assertThat(time.sleeps()).isEmpty();
  }

  @Test
  void policyThatAllowsNothingIsRefused() {
    assertThatThrownBy(() -> RetryPolicy.attempts(0, SECOND, SECOND))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RetryPolicy.within(SECOND.negated(), SECOND, SECOND))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
