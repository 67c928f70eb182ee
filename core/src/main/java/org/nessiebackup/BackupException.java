package org.nessiebackup;

import java.util.Optional;

/**
 * Something went wrong, in words for the person who has to act on it.
 *
 * <p>The message says what and where, with values in double quotes; the hint is a sentence or two
 * about what to do. Neither may contain a secret.
 */
public final class BackupException extends RuntimeException {
  private final Failure failure;
  private final String hint;

  /** As {@link Failure#exception(String, String, Throwable)} makes it. */
  BackupException(Failure failure, String message, String hint, Throwable cause) {
    super(message, cause);
    this.failure = failure;
    this.hint = hint;
  }

  /** The kind of failure; decides the exit code. */
  public Failure failure() {
    return failure;
  }

  /** What to do about it, where there is something to be done. */
  public Optional<String> hint() {
    return Optional.ofNullable(hint);
  }
}
