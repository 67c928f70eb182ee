package org.nessiebackup.testing;

import java.time.Clock;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;

/** A context that remembers what it was told. */
public final class TestContext implements Progress {
  private final Queue<String> warnings = new ConcurrentLinkedQueue<>();
  private final Queue<String> steps = new ConcurrentLinkedQueue<>();
  private final Cancellation cancellation = new Cancellation();
  private volatile Runnable onAdvance = () -> {};
  private volatile Clock clock = Clock.systemUTC();

  /** What an operation gets. */
  public WorkContext context() {
    return new WorkContext("nessie-backup test", "nessie-backup test", clock, this, cancellation);
  }

  /** Tells the time by another clock than the system's. */
  public TestContext by(Clock other) {
    clock = other;
    return this;
  }

  /** Runs an action at each report of progress, inside the work. */
  public TestContext onAdvance(Runnable action) {
    onAdvance = action;
    return this;
  }

  /** The request to stop. */
  public Cancellation cancellation() {
    return cancellation;
  }

  /** Warnings so far. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /** Names of the steps so far. */
  public List<String> steps() {
    return List.copyOf(steps);
  }

  @Override
  public void step(String name, long totalBytes) {
    steps.add(name);
  }

  @Override
  public void advanced(long rows, long bytes) {
    onAdvance.run();
  }

  @Override
  public void warning(String message) {
    warnings.add(message);
  }
}
