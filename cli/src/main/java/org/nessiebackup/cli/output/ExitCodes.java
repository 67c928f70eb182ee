package org.nessiebackup.cli.output;

/** Exit statuses that no failure stands for; the failures know theirs. */
public final class ExitCodes {
  /** All is done. */
  public static final int DONE = 0;

  /** The work was finished, and damage or gaps were found. */
  public static final int FOUND = 3;

  private ExitCodes() {}
}
