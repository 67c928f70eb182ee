package org.nessiebackup.cli.delivery;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.nessiebackup.Progress;
import org.nessiebackup.retry.RetryListener;

/**
 * Deliveries that run side by side, and that nobody waits for longer than for their sender. What
 * fails becomes a warning.
 */
public final class BackgroundTasks implements AutoCloseable {
  /** One delivery. */
  @FunctionalInterface
  public interface Task {
    /** Delivers. */
    void run(HttpSender sender) throws UndeliveredException;
  }

  /** One delivery with a response. */
  @FunctionalInterface
  public interface Request<T> {
    /** Delivers. */
    T run(HttpSender sender) throws UndeliveredException;
  }

  /** A sender that gives up needs a moment to say so. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final HttpSender sender;
  private final Consumer<String> warn;
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean closed;

  /** For deliveries that end within a time from now. */
  public BackgroundTasks(Duration limit, Progress log) {
    this.sender = new HttpSender(limit, RetryListener.reportingTo(log));
    this.warn = log::warning;
  }

  /** Begins one. */
  public void begin(String what, Task task) {
    threads.add(Thread.ofPlatform().daemon().name(what).start(() -> run(what, task)));
  }

  /**
   * Makes one and waits for its response.
   *
   * @return empty if it failed or took too long
   */
  public <T> Optional<T> request(String what, Request<T> request) {
    CompletableFuture<T> response = new CompletableFuture<>();
    Thread thread =
        Thread.ofPlatform()
            .daemon()
            .name(what)
            .start(() -> run(what, using -> response.complete(request.run(using))));
    try {
      thread.join(sender.left().plus(GRACE));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(response.getNow(null));
  }

  private void run(String what, Task task) {
    try {
      task.run(sender);
    } catch (UndeliveredException e) {
      if (closed) {
        return;
      }
      warn.accept("the %s did not get through: %s".formatted(what, e.getMessage()));
    }
  }

  /** Waits for all of them, no longer than they may take. */
  public void await() {
    await(sender.left().plus(GRACE));
  }

  /** Waits for all of them, no longer than this. */
  public void await(Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    for (Thread thread : threads) {
      try {
        if (!thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())))) {
          // It reads a response that does not end.
          warn.accept("the %s did not get through in time".formatted(thread.getName()));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  /** Cuts those that are still under way; they are not spoken of any more. */
  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    sender.close();
  }
}
