package org.nessiebackup.postgres;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;

/**
 * Sessions for the threads of one operation: opened when one is wanted and none is idle, and used
 * again, because a login with a password costs more than a query. A session that saw a failure is
 * closed, never used again.
 */
public final class SessionPool implements AutoCloseable {
  private final Database database;
  private final Consumer<Session> preparation;
  private final Queue<Session> idle = new ConcurrentLinkedQueue<>();
  private final Optional<Session> lent;

  /**
   * Opens nothing yet.
   *
   * @param preparation what each session does once, after it was opened
   */
  public SessionPool(Database database, Consumer<Session> preparation) {
    this(database, preparation, Optional.empty());
  }

  private SessionPool(Database database, Consumer<Session> preparation, Optional<Session> lent) {
    this.database = database;
    this.preparation = preparation;
    this.lent = lent;
    lent.ifPresent(idle::add);
  }

  /**
   * One that uses a session of its owner's first, which has nothing else to do as long as there is
   * the pool. It needs no preparation, and the pool does not close it.
   */
  public static SessionPool lent(
      Database database, Consumer<Session> preparation, Session session) {
    return new SessionPool(database, preparation, Optional.of(session));
  }

  /** Work in a session. */
  @FunctionalInterface
  public interface Work<E extends Exception> {
    /** Uses the session, which goes back to the pool afterwards. */
    void run(Session session) throws E;
  }

  /**
   * Runs work in a session that nobody else uses meanwhile.
   *
   * @param stop a request to stop; the same for all work of a pool
   */
  public <E extends Exception> void run(Cancellation stop, Work<E> work) throws E {
    Session waiting = idle.poll();
    Session session = waiting == null ? database.open(stop) : waiting;
    try {
      if (waiting == null) {
        preparation.accept(session);
      }
      work.run(session);
    } catch (Throwable e) {
      // A lent one may be what the others see their snapshot by: its owner closes it after them.
      if (!lent.equals(Optional.of(session))) {
        session.closeAfter(e);
      }
      throw e;
    }
    idle.add(session);
  }

  /** Closes the sessions; all of them, whatever one of them says. */
  @Override
  public void close() {
    lent.ifPresent(idle::remove);
    List<BackupException> failures = new ArrayList<>();
    for (Session session = idle.poll(); session != null; session = idle.poll()) {
      try {
        session.close();
      } catch (BackupException e) {
        failures.add(e);
      }
    }
    if (!failures.isEmpty()) {
      BackupException first = failures.getFirst();
      failures.stream().skip(1).forEach(first::addSuppressed);
      throw first;
    }
  }
}
