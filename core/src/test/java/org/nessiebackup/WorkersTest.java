package org.nessiebackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WorkersTest {
  private final Cancellation outer = new Cancellation();

  @Test
  void everyTaskRunsOnceByAtMostSoManyThreads() {
    Set<Integer> done = ConcurrentHashMap.newKeySet();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    List<Workers.Task> tasks =
        IntStream.range(0, 500)
            .<Workers.Task>mapToObj(
                number ->
                    cancellation -> {
                      threads.add(Thread.currentThread());
                      assertThat(done.add(number)).isTrue();
                    })
            .toList();
    Workers.run(4, outer, tasks);

    assertThat(done).hasSize(500);
    assertThat(threads).hasSizeLessThanOrEqualTo(4).noneMatch(Thread::isAlive);
  }

  @Test
  void noTasksAreDoneAtOnce() {
    Workers.run(3, outer, List.of());
  }

  @Test
  void zeroThreadsAreRefusedInsteadOfDoingNothing() {
    assertThatThrownBy(() -> Workers.run(0, outer, List.of(cancellation -> {})))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void firstFailureWinsAndTheOthersAreAttached() {
    IllegalStateException first = new IllegalStateException("first");
    List<Workers.Task> tasks =
        List.of(
            cancellation -> {
              throw first;
            },
            WorkersTest::waitForTheRequest,
            WorkersTest::waitForTheRequest);
    Throwable thrown = catchThrowable(() -> Workers.run(3, outer, tasks));

    assertThat(thrown).isSameAs(first);
    assertThat(thrown.getSuppressed())
        .hasSizeLessThanOrEqualTo(2)
        .allSatisfy(
            other ->
                assertThat(other)
                    .isInstanceOfSatisfying(
                        BackupException.class,
                        e -> assertThat(e.failure()).isEqualTo(Failure.INTERRUPTED)));
    assertThat(outer.requested()).isFalse();
  }

  @Test
  void oneExceptionThrownTwiceIsNotAttachedToItself() {
    IllegalStateException same = new IllegalStateException("same");
    CountDownLatch both = new CountDownLatch(2);
    Workers.Task task =
        cancellation -> {
          both.countDown();
          await(both);
          throw same;
        };

    assertThat(catchThrowable(() -> Workers.run(2, outer, List.of(task, task)))).isSameAs(same);
    assertThat(same.getSuppressed()).isEmpty();
  }

  @Test
  void errorComesThroughAsItIs() {
    Error error = new AssertionError("broken");

    assertThat(
            catchThrowable(
                () ->
                    Workers.run(
                        1,
                        outer,
                        List.of(
                            cancellation -> {
                              throw error;
                            }))))
        .isSameAs(error);
  }

  @Test
  void tasksAfterAFailureAreNotStarted() {
    AtomicInteger started = new AtomicInteger();
    Workers.Task failing =
        cancellation -> {
          started.incrementAndGet();
          throw new IllegalStateException("no");
        };

    assertThatThrownBy(() -> Workers.run(1, outer, List.of(failing, failing, failing)))
        .hasMessage("no");
    assertThat(started).hasValue(1);
  }

  @Test
  void requestFromOutsideStopsAllTasks() {
    CountDownLatch running = new CountDownLatch(2);
    Workers.Task task =
        cancellation -> {
          running.countDown();
          waitForTheRequest(cancellation);
        };
    Thread asker =
        Thread.ofPlatform()
            .start(
                () -> {
                  await(running);
                  outer.request();
                });

    assertThatThrownBy(() -> Workers.run(2, outer, List.of(task, task, task)))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.INTERRUPTED));
    assertThat(asker).isNotNull();
  }

  @Test
  void requestThatCameBeforeStartsNothing() {
    outer.request();
    AtomicInteger started = new AtomicInteger();

    assertThatThrownBy(
            () -> Workers.run(2, outer, List.of(cancellation -> started.incrementAndGet())))
        .isInstanceOf(BackupException.class);
    assertThat(started).hasValue(0);
  }

  @Test
  void noThreadIsLeftWhateverHappens() {
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    Workers.Task task =
        cancellation -> {
          threads.add(Thread.currentThread());
          if (threads.size() > 1) {
            throw new IllegalStateException("no");
          }
          waitForTheRequest(cancellation);
        };
    Throwable thrown = catchThrowable(() -> Workers.run(3, outer, List.of(task, task, task)));

    assertThat(thrown).isNotNull();
    assertThat(threads).isNotEmpty().noneMatch(Thread::isAlive);
  }

  @Test
  void interruptOfTheCallerIsKeptForTheCaller() {
    Thread.currentThread().interrupt();
    AtomicInteger done = new AtomicInteger();
    Workers.run(1, outer, List.of(cancellation -> done.incrementAndGet()));

    assertThat(Thread.interrupted()).isTrue();
    assertThat(done).hasValue(1);
  }

  /** Blocks as a statement on a server does, until an action unblocks it. */
  private static void waitForTheRequest(Cancellation cancellation) {
    CountDownLatch requested = new CountDownLatch(1);
    try (Cancellation.Registration registration = cancellation.onRequest(requested::countDown)) {
      assertThat(registration).isNotNull();
      await(requested);
    }
    cancellation.check();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
