package org.nessiebackup.store.s3;

import java.time.Duration;

/**
 * How long a server is waited for, so that a dead one never holds up the work for ever.
 *
 * @param connect until there is a connection
 * @param silence between two bytes that come
 * @param attempt for one request as a whole, without the body of a response
 */
record S3Timeouts(Duration connect, Duration silence, Duration attempt) {
  /** Enough for a part over a slow line. */
  static final S3Timeouts USUAL =
      new S3Timeouts(Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofMinutes(5));

  /** Less: there are many files to look for, and one that could not be is a result too. */
  static final S3Timeouts PROBING =
      new S3Timeouts(Duration.ofSeconds(5), Duration.ofSeconds(20), Duration.ofSeconds(60));
}
