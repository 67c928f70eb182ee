package org.nessiebackup;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Shares a list of tasks among some threads. The first failure stops the others and is thrown; what
 * the others say on their way out is attached to it.
 */
public final class Workers {
  /** One piece of work; blocks, checks {@code cancellation} and ends soon after a request. */
  @FunctionalInterface
  public interface Task {
    /** Does it. */
    void run(Cancellation cancellation);
  }

  private final List<Task> tasks;
  private final AtomicInteger next = new AtomicInteger();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();

  private Workers(List<Task> tasks) {
    this.tasks = List.copyOf(tasks);
  }

  /**
   * Runs all tasks and returns when the last thread has ended, whatever happened.
   *
   * @param jobs how many threads, at least one
   * @param outer a request that stops all
   * @param tasks started in this order
   */
  public static void run(int jobs, Cancellation outer, List<Task> tasks) {
    if (jobs < 1) {
      throw new IllegalArgumentException(jobs + " threads do no work");
    }
    Workers workers = new Workers(tasks);
    try (Cancellation.Scope scope = outer.scope()) {
      workers.work(Math.min(jobs, tasks.size()), scope.cancellation());
    }
    workers.throwFirst();
    outer.check();
  }

  private void work(int jobs, Cancellation cancellation) {
    List<Thread> threads = new ArrayList<>();
    try {
      for (int i = 0; i < jobs; i++) {
        threads.add(Thread.ofPlatform().name("worker-" + i).start(() -> work(cancellation)));
      }
    } catch (OutOfMemoryError noMoreThreads) {
      fail(noMoreThreads, cancellation);
    }
    threads.forEach(Workers::join);
  }

  private void work(Cancellation cancellation) {
    for (int i = next.getAndIncrement(); i < tasks.size(); i = next.getAndIncrement()) {
      if (cancellation.requested()) {
        return;
      }
      try {
        tasks.get(i).run(cancellation);
      } catch (RuntimeException | Error e) {
        fail(e, cancellation);
        return;
      }
    }
  }

  private void fail(Throwable failure, Cancellation cancellation) {
    failures.add(failure);
    cancellation.request();
  }

  /** Never leaves a thread behind: it may still write to what the caller is about to clean up. */
  private static void join(Thread thread) {
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void throwFirst() {
    Throwable first = failures.poll();
    if (first == null) {
      return;
    }
    // Several tasks may have stumbled over one and the same exception.
    failures.stream().filter(other -> !other.equals(first)).forEach(first::addSuppressed);
    switch (first) {
      case Error error -> throw error;
      case RuntimeException exception -> throw exception;
      default -> throw new IllegalStateException(first);
    }
  }
}
