package org.nessiebackup;

import java.time.Clock;

/**
 * What every operation is given from outside, because the library itself looks at no clock, prints
 * nothing and listens to no signal.
 *
 * @param tool name and version of the program, as backups remember it
 * @param owner who works, for people who have to wait for it: host, process and command
 * @param clock tells the time
 * @param progress hears how the work gets on
 * @param cancellation a request to stop
 */
public record WorkContext(
    String tool, String owner, Clock clock, Progress progress, Cancellation cancellation) {
  /** The same, but with a request to stop of its own, which the outer request triggers too. */
  public WorkContext withCancellation(Cancellation inner) {
    return new WorkContext(tool, owner, clock, progress, inner);
  }

  /** The same for an operation that is one part of another one, which counts its parts. */
  public WorkContext uncounted() {
    return new WorkContext(tool, owner, clock, progress.uncounted(), cancellation);
  }
}
