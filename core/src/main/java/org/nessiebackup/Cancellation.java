package org.nessiebackup;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A request to stop, made once from any thread and noticed by the work itself.
 *
 * <p>Work that blocks where it cannot look (a statement running on a server) registers an action
 * that unblocks it. The work then ends as it would after any error: it cleans up behind itself and
 * throws {@link Failure#INTERRUPTED}.
 */
public final class Cancellation {
  private final Map<Object, Runnable> actions = new LinkedHashMap<>();
  private volatile Optional<Cancellation> outer;
  private volatile boolean requested;

  /** One that nobody has asked for. */
  public Cancellation() {
    this(Optional.empty());
  }

  private Cancellation(Optional<Cancellation> outer) {
    this.outer = outer;
  }

  /** Asks the work to stop; the second and later calls do nothing. */
  public synchronized void request() {
    if (requested) {
      return;
    }
    requested = true;
    // A copy, because an action may end its own registration.
    List.copyOf(actions.values()).forEach(Runnable::run);
  }

  /**
   * Whether somebody asked. In a scope that is known at once: what unblocks the outer work may take
   * seconds before the scope's own actions run.
   */
  public boolean requested() {
    return requested || outer.map(Cancellation::requested).orElse(false);
  }

  /**
   * Throws if somebody asked; for loops to call once in a while.
   *
   * @throws BackupException with {@link Failure#INTERRUPTED}
   */
  public void check() {
    if (requested()) {
      throw interrupted(null);
    }
  }

  /**
   * A request of its own that this one triggers: for work in several threads of which one has
   * failed, so that the others stop and nobody outside does. Close the scope when the work is done.
   */
  public Scope scope() {
    Cancellation inner = new Cancellation(Optional.of(this));
    Registration tie = onRequest(inner::request);
    return new Scope(
        inner,
        () -> {
          tie.close();
          inner.outer = Optional.empty();
        });
  }

  /** What to throw when work ended because of this request; {@code cause} may be null. */
  public static BackupException interrupted(Throwable cause) {
    return Failure.INTERRUPTED.exception("interrupted before the work was complete", null, cause);
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
    Object key = new Object();
    actions.put(key, action);
    return () -> forget(key);
  }

  private synchronized void forget(Object key) {
    actions.remove(key);
  }

  /** Ends the interest in a request. */
  @FunctionalInterface
  public interface Registration extends AutoCloseable {
    /**
     * Afterwards the action neither runs nor will run; waits for it if it is running in another
     * thread. So a late request cannot hit the clean-up that follows.
     */
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
