package org.nessiebackup.service.security;

import java.time.Duration;

/** Whom a request comes from, as far as it shows that. */
sealed interface Identification {
  /**
   * Somebody who is known.
   *
   * @param proof what has shown it
   * @param session what is his alone as long as he stays: tokens of forms hold for it only
   */
  record Known(Subject subject, Proof proof, String session) implements Identification {}

  /** Nobody: there are no credentials. */
  record Unknown() implements Identification {}

  /** Credentials that are not good. */
  record Wrong(String message) implements Identification {}

  /** Somebody who is known, and was given no role. */
  record WithoutRole(String name) implements Identification {}

  /** Too many wrong ones came from there; these have not been looked at. */
  record TooMany(Duration left) implements Identification {}

  /** Whoever would know them cannot be asked now. */
  record Unavailable(String message) implements Identification {}

  /** What shows who somebody is. */
  enum Proof {
    /** A program has sent it on purpose. */
    BEARER,
    /** A browser sends it by itself, also if a page of others makes it ask. */
    AMBIENT,
    /** A cookie, which only browsers have. */
    SESSION
  }
}
