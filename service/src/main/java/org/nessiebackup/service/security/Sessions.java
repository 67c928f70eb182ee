package org.nessiebackup.service.security;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Who has logged in by a browser. In memory, so all end with the service; so many at most, of which
 * those go first that were not used for longest.
 */
final class Sessions {
  private static final int MOST = 1_000;
  private static final Duration IDLE = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofHours(12);

  private final Clock clock;
  private final Map<String, Session> byDigest = new Bounded<>(MOST);

  private record Session(Subject subject, Instant begun, Instant used) {
    boolean isOver(Instant now) {
      return begun.plus(LONGEST).isBefore(now) || used.plus(IDLE).isBefore(now);
    }
  }

  Sessions(Clock clock) {
    this.clock = clock;
  }

  /** Begins one; what it returns is known to the browser only. */
  synchronized String open(Subject subject) {
    String secret = Digests.secret();
    Instant now = clock.instant();
    byDigest.values().removeIf(each -> each.isOver(now));
    byDigest.put(Digests.of(secret), new Session(subject, now, now));
    return secret;
  }

  /** Whose it is, which also prolongs it. */
  synchronized Optional<Subject> subject(String secret) {
    String digest = Digests.of(secret);
    Session found = byDigest.get(digest);
    if (found == null) {
      return Optional.empty();
    }
    if (found.isOver(clock.instant())) {
      byDigest.remove(digest);
      return Optional.empty();
    }
    byDigest.put(digest, new Session(found.subject(), found.begun(), clock.instant()));
    return Optional.of(found.subject());
  }

  /** Ends one. */
  synchronized void close(String secret) {
    byDigest.remove(Digests.of(secret));
  }
}
