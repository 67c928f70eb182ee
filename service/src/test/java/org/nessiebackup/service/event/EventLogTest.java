package org.nessiebackup.service.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

class EventLogTest {
  private final EventLog log = new EventLog(Clock.systemUTC());

  private Event publish() {
    return log.publish("run", "sales", JsonNodeFactory.instance.objectNode());
  }

  @Test
  void whoHasSeenWhatIsKeptMissesNothing() {
    long before = log.newest();
    for (int i = 0; i < 2_001; i++) {
      publish();
    }

    assertThat(log.reaches(log.newest())).isTrue();
    assertThat(log.reaches(before + 1)).isTrue();
    assertThat(log.reaches(before)).isFalse();
  }

  @Test
  void numberOfAServiceWhoseClockIsAheadIsNotOneOfThisOne() {
    assertThat(log.reaches(log.newest() + 1)).isFalse();
  }

  @Test
  void oneEventWakesAllWhoWait() throws Exception {
    long seen = log.newest();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<List<Event>>> waiting = new ArrayList<>();
      for (int i = 0; i < 100; i++) {
        waiting.add(CompletableFuture.supplyAsync(() -> after(seen), threads));
      }
      while (log.listeners() < 100) {
        LockSupport.parkNanos(1_000_000);
      }

      Event event = publish();

      for (CompletableFuture<List<Event>> each : waiting) {
        assertThat(each.get()).containsExactly(event);
      }
    }
    assertThat(log.listeners()).isZero();
  }

  private List<Event> after(long seen) {
    try {
      return log.after(seen, Duration.ofMinutes(1));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
