package org.nessiebackup.kubernetes.testbed;

/** A pod without a process, whose state the test sets. */
public final class ScriptedPod implements PodProcess {
  private volatile State state;
  private volatile boolean stubborn;
  private volatile boolean asked;
  private volatile String log = "";

  /** One that is in a state. */
  public ScriptedPod(State state) {
    this.state = state;
  }

  /** Sets its state. */
  public ScriptedPod is(State now) {
    state = now;
    return this;
  }

  /** Sets what it has written. */
  public ScriptedPod logs(String text) {
    log = text;
    return this;
  }

  /** Does not end when it is asked, until {@link #is} says so. */
  public ScriptedPod stubborn() {
    stubborn = true;
    return this;
  }

  /** Whether somebody wants it to end. */
  public boolean asked() {
    return asked;
  }

  @Override
  public State state() {
    return state;
  }

  @Override
  public void stop() {
    asked = true;
    if (!stubborn) {
      state = State.ENDED;
    }
  }

  @Override
  public int port() {
    return 1;
  }

  @Override
  public String log() {
    return log;
  }
}
