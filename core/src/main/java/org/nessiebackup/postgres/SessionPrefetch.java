package org.nessiebackup.postgres;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.nessiebackup.Prefetch;

/**
 * A session that is being opened while its owner does something else. Closing does not wait for a
 * server that does not respond: a session that nobody took closes itself when it comes.
 */
public final class SessionPrefetch implements AutoCloseable {
  private final Prefetch<Session> session;
  private final AtomicBoolean owned = new AtomicBoolean();

  SessionPrefetch(Supplier<Session> opening) {
    this.session = Prefetch.of("opening-session", opening);
  }

  /** The session, which belongs to the caller from now on; fails as opening it in place would. */
  Session take() {
    owned.set(true);
    return session.get();
  }

  @Override
  public void close() {
    if (owned.compareAndSet(false, true)) {
      session.leaveTo(Session::close);
    }
  }
}
