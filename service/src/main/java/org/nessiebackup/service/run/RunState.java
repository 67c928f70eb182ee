package org.nessiebackup.service.run;

import org.nessiebackup.Labelled;

/** How far a run is. The labels are a documented contract. */
public enum RunState implements Labelled {
  /** Waits for others of its catalog. */
  QUEUED,
  /** At work. */
  RUNNING,
  /** Has ended, and all is well. */
  DONE,
  /** Has ended with another status than 0. */
  FAILED,
  /** Was stopped by somebody. */
  CANCELLED,
  /** Its service ended before it did: it was stopped with it, or died with it. */
  LOST,
  /** Has not begun: another service has, or it could not be written down that it does. */
  SKIPPED;

  /** Whether nothing more will come of it. */
  public boolean isOver() {
    return switch (this) {
      case QUEUED, RUNNING -> false;
      case DONE, FAILED, CANCELLED, LOST, SKIPPED -> true;
    };
  }
}
