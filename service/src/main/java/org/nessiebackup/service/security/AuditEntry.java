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

  /** With its ends and in one line, so that a name cannot look like another member or line. */
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.codePoints().forEach(each -> append(quoted, each));
    return quoted.append('"').toString();
  }

  private static void append(StringBuilder quoted, int point) {
    boolean unseen =
        switch (Character.getType(point)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.LINE_SEPARATOR,
              Character.PARAGRAPH_SEPARATOR,
              Character.SURROGATE ->
              true;
          default -> false;
        };
    if (unseen) {
      quoted.append("\\u{%x}".formatted(point));
    } else {
      if (point == '"' || point == '\\') {
        quoted.append('\\');
      }
      quoted.appendCodePoint(point);
    }
  }
}
