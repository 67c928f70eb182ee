package org.nessiebackup.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.nessiebackup.BackupException;
import org.nessiebackup.tip.PollReport;
import org.nessiebackup.tip.TipFollower;

/** Looks at a catalog each second, as the service does. */
final class TipThread implements AutoCloseable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private final TipFollower follower;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Double> seconds = Collections.synchronizedList(new ArrayList<>());
  private final List<Double> processor = Collections.synchronizedList(new ArrayList<>());
  private final Object turn = new Object();
  private volatile boolean paused;
  private final Thread thread;
  private volatile Optional<PollReport> ended = Optional.empty();

  /** Begins at once. */
  TipThread(TipFollower follower) {
    this.follower = follower;
    this.thread = Thread.ofPlatform().daemon().name("tips").start(this::work);
  }

  private void work() {
    long next = System.nanoTime();
    try {
      while (!stop.await(Math.max(0, next - System.nanoTime()), TimeUnit.NANOSECONDS)) {
        next += INTERVAL;
        if (!paused && !look()) {
          return;
        }
      }
    } catch (BackupException gone) {
      // The database was destroyed, which is what is measured.
      stop.countDown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether tips can go on. */
  private boolean look() {
    synchronized (turn) {
      long begun = System.nanoTime();
      long worked = THREADS.getCurrentThreadCpuTime();
      PollReport report = follower.poll();
      seconds.add((System.nanoTime() - begun) / 1e9);
      processor.add((THREADS.getCurrentThreadCpuTime() - worked) / 1e9);
      if (report instanceof PollReport.NewBaseNeeded) {
        ended = Optional.of(report);
      }
    }
    return ended.isEmpty();
  }

  /** Looks no more until it is told to go on. */
  void pause() {
    paused = true;
    synchronized (turn) {
      // A look that has begun is over.
    }
  }

  /** Looks at once, for all that has come meanwhile, and then each second again. */
  void goOn() {
    look();
    seconds.removeLast();
    processor.removeLast();
    paused = false;
  }

  /** What the looks took of a processor, without the server. */
  List<Double> processorSeconds() {
    return List.copyOf(processor);
  }

  /** How long the looks took. */
  List<Double> seconds() {
    return List.copyOf(seconds);
  }

  /** Looks no more. */
  void stop() {
    stop.countDown();
  }

  @Override
  public void close() {
    stop();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    try {
      follower.close();
    } catch (BackupException gone) {
      // So is its session.
    }
    ended.ifPresent(
        report -> {
          throw new IllegalStateException("tips could not go on: " + report);
        });
  }
}
