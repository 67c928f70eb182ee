package org.nessiebackup.cli.warehouse;

import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.store.FileProbe;

/** Asks no more often than is allowed, however many ask. */
final class RateLimitedFiles implements FileProbe {
  private final FileProbe files;
  private final Duration distance;
  private final Clock clock;
  private final Sleeper pace;
  private Instant free = Instant.MIN;

  RateLimitedFiles(FileProbe files, double perSecond, Clock clock, Sleeper pace) {
    this.files = files;
    this.distance = Duration.ofNanos((long) (1e9 / perSecond));
    this.clock = clock;
    this.pace = pace;
  }

  @Override
  public boolean exists(String location) throws IOException {
    waitForMyTurn();
    return files.exists(location);
  }

  @Override
  public InputStream open(String location) throws IOException {
    waitForMyTurn();
    return files.open(location);
  }

  /** Ends earlier when somebody asks to stop; whoever asks here looks at that by himself. */
  private void waitForMyTurn() {
    Duration wait = Duration.between(clock.instant(), myTurn());
    if (wait.isPositive()) {
      pace.sleep(wait);
    }
  }

  private synchronized Instant myTurn() {
    Instant now = clock.instant();
    Instant turn = free.isAfter(now) ? free : now;
    free = turn.plus(distance);
    return turn;
  }
}
