package org.nessiebackup.store.s3;

import java.time.Instant;
import java.util.Optional;

/** What a name stands for at a moment. */
sealed interface ObjectState {
  /** When the server said so, by its clock. */
  Instant seenAt();

  /** Nothing has the name. */
  record Missing(Instant seenAt) implements ObjectState {}

  /**
   * An object has it.
   *
   * @param upload what {@link S3Upload} has written to tell its object from others; empty if
   *     somebody else made it
   * @param lockedUntil how long the server keeps it, where the server tells
   * @param held whether somebody has ordered to keep it until further notice
   */
  record Present(Instant seenAt, String upload, Optional<Instant> lockedUntil, boolean held)
      implements ObjectState {
    /** Whether the server would not let it go. */
    boolean isLocked() {
      return held || lockedUntil.filter(seenAt::isBefore).isPresent();
    }
  }
}
