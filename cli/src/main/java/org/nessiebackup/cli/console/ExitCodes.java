package org.nessiebackup.cli.console;

import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.Failure;

/** Exit statuses that belong to no failure; the failures know theirs. */
public final class ExitCodes {
  /** All is done. */
  public static final int DONE = 0;

  /** The work was finished, and damage or gaps were found. */
  public static final int FOUND = Failure.FINDINGS.exitCode();

  private ExitCodes() {}

  /**
   * The kind of failure that a result's exit status means, in metrics and messages; empty if it
   * means none.
   */
  public static Optional<Failure> failure(View result) {
    int code = result.exitCode();
    if (code == DONE) {
      return Optional.empty();
    }
    return Stream.of(Failure.FINDINGS, Failure.TARGET_GUARDED, Failure.STALE)
        .filter(failure -> failure.exitCode() == code)
        .findFirst()
        .or(() -> Optional.of(Failure.FINDINGS));
  }
}
