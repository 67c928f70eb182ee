package org.nessiebackup.sandbox;

import java.util.concurrent.CancellationException;

/** What is done when this program ends, unless it is taken back before: for what must not stay. */
public final class ExitHook implements AutoCloseable {
  private final Thread thread;

  private ExitHook(Thread thread) {
    this.thread = thread;
  }

  /**
   * From now on.
   *
   * @param name of the thread that does it
   * @throws CancellationException if the program is ending already; then it is done at once
   */
  public static ExitHook of(String name, Runnable action) {
    ExitHook hook = new ExitHook(new Thread(action, name));
    try {
      Runtime.getRuntime().addShutdownHook(hook.thread);
    } catch (IllegalStateException ending) {
      action.run();
      CancellationException stopped = new CancellationException("the program is ending");
      stopped.initCause(ending);
      throw stopped;
    }
    return hook;
  }

  /** Takes it back, unless the program is ending already. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException ending) {
      // It is being done.
    }
  }
}
