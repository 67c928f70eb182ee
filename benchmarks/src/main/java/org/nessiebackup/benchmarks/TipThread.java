package org.nessiebackup.benchmarks;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.nessiebackup.BackupException;
import org.nessiebackup.tip.PollReport;
import org.nessiebackup.tip.TipFollower;

/** Looks at a catalog each second, as the service does. */
final class TipThread implements AutoCloseable {
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(1);

  private final TipFollower follower;
  private final CountDownLatch stop = new CountDownLatch(1);
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
        if (!look()) {
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
    PollReport report = follower.poll();
    if (report instanceof PollReport.NewBaseNeeded) {
      ended = Optional.of(report);
    }
    return ended.isEmpty();
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
