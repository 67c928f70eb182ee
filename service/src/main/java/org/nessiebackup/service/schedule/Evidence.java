package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that was done, or is: a run, or a backup that is there whoever took it.
 *
 * @param task what it did
 * @param wanted for which moment a schedule wanted it, and which attempt it was; absent if nobody
 *     but a person did
 * @param outcome what came of it
 * @param startedAgo how long ago it began, by a clock that nobody sets
 * @param endedAgo how long ago it was over
 */
record Evidence(
    Task task,
    Optional<Wanted> wanted,
    Outcome outcome,
    Duration startedAgo,
    Optional<Duration> endedAgo) {
  /** What an attempt was for. */
  record Wanted(Instant due, int attempt) {}

  /** What came of it. */
  sealed interface Outcome {
    /** It waits or is at work. */
    record AtWork() implements Outcome {}

    /** It is done. */
    record Done() implements Outcome {}

    /** It has ended otherwise, and to do the same again would be of no use. */
    record Settled() implements Outcome {}

    /** It has not begun at all: it was somebody else's, or could not be written down. */
    record Skipped() implements Outcome {}

    /**
     * It has failed, and is to be tried again.
     *
     * @param patience how long to wait
     */
    record Failed(RetryPause patience) implements Outcome {}
  }

  /** How long it is over; what was lost may be so since it began. */
  Duration overFor() {
    return endedAgo.orElse(startedAgo);
  }

  boolean isFor(Instant due) {
    return wanted.filter(each -> each.due().equals(due)).isPresent();
  }
}
