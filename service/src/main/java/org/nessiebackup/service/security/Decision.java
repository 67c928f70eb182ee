package org.nessiebackup.service.security;

import java.time.Duration;

/** Whether somebody may do what he asks for. */
public sealed interface Decision {
  /**
   * He may.
   *
   * @param subject who
   * @param token what forms of the answer carry
   */
  record Allowed(Subject subject, String token) implements Decision {}

  /**
   * He has to show who he is.
   *
   * @param reason what is wrong with what he has shown, empty if he has shown nothing
   */
  record Unidentified(String reason) implements Decision {}

  /**
   * He may not.
   *
   * @param name who; {@code -} for nobody who is known
   * @param reason why
   */
  record Forbidden(String name, String reason) implements Decision {}

  /** He has to wait before he may try again. */
  record Later(Duration left) implements Decision {}

  /** It cannot be known now. */
  record Unavailable(String reason) implements Decision {}
}
