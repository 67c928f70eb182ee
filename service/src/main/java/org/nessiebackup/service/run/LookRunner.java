package org.nessiebackup.service.run;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import tools.jackson.databind.node.ObjectNode;

/**
 * Executes commands that only look, while somebody waits for the answer: few at a time, whoever
 * asks and wherever, and none for long, so that nobody keeps a service busy by asking.
 */
public final class LookRunner implements CommandRunner {
  private static final int AT_ONCE = 4;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(2);

  private final Semaphore room = new Semaphore(AT_ONCE, true);
  private final CommandRunner runner;
  private final Duration patience;

  /** By another one. */
  public LookRunner(CommandRunner runner) {
    this(runner, PATIENCE);
  }

  /**
   * The same for who waits less long.
   *
   * @param patience how long it may take until there is room
   */
  LookRunner(CommandRunner runner, Duration patience) {
    this.runner = runner;
    this.patience = patience;
  }

  /**
   * Executes one.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#INTERRUPTED} if there is no room for it
   */
  @Override
  public CommandResult run(
      Command command, Place place, Consumer<ObjectNode> messages, Cancellation cancellation) {
    try {
      if (!room.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw Failure.INTERRUPTED.exception(
            "too many questions are being answered already", "Ask again in a moment.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.interrupted(e);
    }
    CountDownLatch over = new CountDownLatch(1);
    try {
      Thread.ofVirtual().start(() -> limit(cancellation, over));
      return runner.run(command, place, messages, cancellation);
    } finally {
      over.countDown();
      room.release();
    }
  }

  private static void limit(Cancellation cancellation, CountDownLatch over) {
    try {
      if (!over.await(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
        cancellation.request();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
