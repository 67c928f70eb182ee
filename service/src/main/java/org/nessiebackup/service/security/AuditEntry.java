package org.nessiebackup.service.security;

import java.time.Instant;

/**
 * Who has asked for what.
 *
 * @param time when it was answered
 * @param subject who; {@code -} for nobody who is known
 * @param address from where
 * @param method that of HTTP
 * @param path what for
 * @param status what was answered
 * @param reason why it was refused; empty if it was not
 */
public record AuditEntry(
    Instant time,
    String subject,
    String address,
    String method,
    String path,
    int status,
    String reason) {
  /** One line for a log. */
  public String line() {
    String line =
        "audit: subject=%s address=%s method=%s path=%s status=%d"
            .formatted(quoted(subject), address, method, quoted(path), status);
    return reason.isEmpty() ? line : line + " reason=" + quoted(reason);
  }

  /** With its ends, so that a name cannot look like another member of the line. */
  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
