package org.nessiebackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CancellationTest {
  private final Cancellation cancellation = new Cancellation();
  private final AtomicInteger runs = new AtomicInteger();

  @Test
  void checkThrowsOnceSomebodyAsked() {
    assertThatCode(cancellation::check).doesNotThrowAnyException();
    cancellation.request();

    assertThat(cancellation.requested()).isTrue();
    assertThatThrownBy(cancellation::check)
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.INTERRUPTED));
  }

  @Test
  void actionRunsOnceHoweverOftenSomebodyAsks() {
    cancellation.onRequest(runs::incrementAndGet);
    cancellation.request();
    cancellation.request();

    assertThat(runs).hasValue(1);
  }

  @Test
  void actionRunsAtOnceIfSomebodyHasAsked() {
    cancellation.request();
    cancellation.onRequest(runs::incrementAndGet).close();

    assertThat(runs).hasValue(1);
  }

  @Test
  void closedRegistrationIsForgottenAndOthersAreNot() {
    Runnable shared = runs::incrementAndGet;
    Cancellation.Registration first = cancellation.onRequest(shared);
    cancellation.onRequest(shared);
    first.close();
    first.close();
    cancellation.request();

    assertThat(runs).hasValue(1);
  }

  @Test
  void closingWaitsForARunningAction() throws InterruptedException {
    CountDownLatch running = new CountDownLatch(1);
    CountDownLatch mayEnd = new CountDownLatch(1);
    Cancellation.Registration registration =
        cancellation.onRequest(
            () -> {
              running.countDown();
              try {
                mayEnd.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              runs.incrementAndGet();
            });
    Thread asker = Thread.ofPlatform().start(cancellation::request);
    running.await();
    AtomicInteger runsWhenClosed = new AtomicInteger(-1);
    Thread closer =
        Thread.ofPlatform()
            .start(
                () -> {
                  registration.close();
                  runsWhenClosed.set(runs.get());
                });
    mayEnd.countDown();
    asker.join();
    closer.join();

    assertThat(runsWhenClosed).hasValue(1);
  }

  @Test
  void actionMayCloseItsOwnRegistration() {
    Cancellation.Registration[] own = new Cancellation.Registration[1];
    own[0] =
        cancellation.onRequest(
            () -> {
              own[0].close();
              runs.incrementAndGet();
            });
    cancellation.onRequest(runs::incrementAndGet);
    cancellation.request();

    assertThat(runs).hasValue(2);
  }

  @Test
  void innerRequestStaysInsideAndOuterOneReachesIn() {
    try (Cancellation.Scope first = cancellation.scope();
        Cancellation.Scope second = cancellation.scope()) {
      first.cancellation().request();
      assertThat(cancellation.requested()).isFalse();
      assertThat(second.cancellation().requested()).isFalse();

      cancellation.request();
      assertThat(second.cancellation().requested()).isTrue();
    }
  }

  @Test
  void closedScopeHearsNothing() {
    Cancellation.Scope scope = cancellation.scope();
    scope.close();
    cancellation.request();

    assertThat(scope.cancellation().requested()).isFalse();
  }

  @Test
  void aScopeKnowsOfTheRequestWhileTheActionsOfTheOuterOneStillRun() {
    Cancellation outer = new Cancellation();
    List<Boolean> seen = new ArrayList<>();
    List<Cancellation> inner = new ArrayList<>();
    outer.onRequest(() -> seen.add(inner.getFirst().requested()));
    try (Cancellation.Scope scope = outer.scope()) {
      inner.add(scope.cancellation());
      outer.request();
    }
    assertThat(seen).containsExactly(true);
  }
}
