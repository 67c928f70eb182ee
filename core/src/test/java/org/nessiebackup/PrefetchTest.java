package org.nessiebackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class PrefetchTest {
  @Test
  void theValueIsMadeWhileItsOwnerDoesSomethingElse() {
    CountDownLatch done = new CountDownLatch(1);

    Prefetch<String> prefetch = Prefetch.of("test", () -> await(done));
    done.countDown();

    assertThat(prefetch.get()).isEqualTo("made");
    assertThat(prefetch.get()).as("asked again").isEqualTo("made");
  }

  @Test
  void whatTheMakerThrowsIsThrownToTheOwnerAsItIs() {
    BackupException failure = Failure.DAMAGED.exception("broken");
    OutOfMemoryError error = new OutOfMemoryError("for a test");

    Prefetch<String> failed = Prefetch.of("test", () -> raise(failure));
    Prefetch<String> ended = Prefetch.of("test", () -> raise(error));

    assertThatThrownBy(failed::get).isSameAs(failure);
    assertThatThrownBy(ended::get).isSameAs(error);
  }

  @Test
  void aValueThatComesTooLateGoesToItsHeir() {
    CountDownLatch done = new CountDownLatch(1);
    CompletableFuture<String> inherited = new CompletableFuture<>();

    Prefetch.of("test", () -> await(done)).leaveTo(inherited::complete);
    assertThat(inherited).isNotDone();
    done.countDown();

    assertThat(inherited.join()).isEqualTo("made");
  }

  private static String await(CountDownLatch latch) {
    try {
      latch.await();
      return "made";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String raise(RuntimeException failure) {
    throw failure;
  }

  private static String raise(Error error) {
    throw error;
  }
}
