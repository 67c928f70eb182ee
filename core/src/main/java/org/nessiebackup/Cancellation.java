package org.nessiebackup;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A request to stop, made once from any thread and noticed by the work itself.
 *
 * <p>Work that blocks where it cannot look (a statement running on a server) registers an action
 * that unblocks it. The work then ends as it would after any error: it cleans up behind itself and
 * throws {@link Failure#INTERRUPTED}.
 */
public final class Cancellation {
  private final Set<Runnable> actions = ConcurrentHashMap.newKeySet();
  private volatile boolean requested;

  /** Asks the work to stop; the second and later calls do nothing. */
  public synchronized void request() {
    if (requested) {
      return;
    }
    requested = true;
    actions.forEach(Runnable::run);
  }

  /** Whether somebody asked. */
  public boolean requested() {
    return requested;
  }

  /**
   * Throws if somebody asked; for loops to call once in a while.
   *
   * @throws BackupException with {@link Failure#INTERRUPTED}
   */
  public void check() {
    if (requested) {
      throw interrupted(null);
    }
  }

  /**
   * A request of its own that this one triggers: for work in several threads of which one has
   * failed, so that the others stop and nobody outside does. Close the scope when the work is done.
   */
  public Scope scope() {
    Cancellation inner = new Cancellation();
    return new Scope(inner, onRequest(inner::request));
  }

  /** What to throw when work ended because of this request; {@code cause} may be null. */
  public static BackupException interrupted(Throwable cause) {
    return new BackupException(
        Failure.INTERRUPTED, "interrupted before the work was complete", null, cause);
  }

  /**
   * Runs an action when the request comes, at once if it has come already. The action must not
   * throw; it may run in another thread.
   */
  public synchronized Registration onRequest(Runnable action) {
    if (requested) {
      action.run();
      return () -> {};
    }
    actions.add(action);
    return () -> actions.remove(action);
  }

  /** Ends the interest in a request. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  /**
   * An inner request, bound to an outer one until closed.
   *
   * @param cancellation the inner request
   * @param registration its tie to the outer one
   */
  public record Scope(Cancellation cancellation, Registration registration)
      implements AutoCloseable {
    @Override
    public void close() {
      registration.close();
    }
  }
}
