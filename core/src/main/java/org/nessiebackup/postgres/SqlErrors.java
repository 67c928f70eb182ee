package org.nessiebackup.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.postgresql.util.PSQLException;

/** Puts an error of a statement into words, by its SQLSTATE. */
final class SqlErrors {
  private static final int DETAIL_LINES = 5;
  private static final String LOCK_TIMEOUT = "55P03";

  private SqlErrors() {}

  /**
   * Puts an error into words.
   *
   * @param what was being done, as a verb phrase: {@code "read table \"objs2\""}
   */
  static BackupException translate(SQLException error, String what, Cancellation cancellation) {
    if (cancellation.requested()) {
      return Cancellation.interrupted(error);
    }
    String state = String.valueOf(error.getSQLState());
    String message = "cannot " + what + ": " + firstLine(error);
    String kind = state.length() >= 2 ? state.substring(0, 2) : "";
    if (message.contains("statement pooling")) {
      return Failure.SERVER_UNSUPPORTED.exception(
          message, "A pooler lends connections by statement; connect to the server itself.", error);
    }
    return switch (kind) {
      case "08", "57" ->
          Failure.CONNECTION.exception(
              "the connection ended; " + message,
              "Look into the server's log; when it is back, run the command again.",
              error);
      case "42" -> denied(error, state, message);
      case "23" ->
          Failure.DATABASE.exception(
              message, "Rows have equal keys, or none; `verify` names those of a backup.", error);
      case "53" ->
          Failure.DATABASE.exception(
              message, "The server has run out of disk, memory or connections.", error);
      case "55", "40" ->
          Failure.LOCKED.exception(
              message, "Somebody else holds the tables; try again later.", error);
      case "25" ->
          Failure.SERVER_UNSUPPORTED.exception(
              message, "The server, or this role, allows reading only; use the primary.", error);
      case "2B" ->
          Failure.TARGET_GUARDED.exception(
              message + detail(error),
              "Nothing was changed. Drop or redefine these first, if nobody needs them as they"
                  + " are.",
              error);
      default -> Failure.DATABASE.exception(message, null, error);
    };
  }

  /** What is in the way, as the server names it; it may be many lines. */
  private static String detail(SQLException error) {
    return error instanceof PSQLException server
            && server.getServerErrorMessage() != null
            && server.getServerErrorMessage().getDetail() != null
        ? server
            .getServerErrorMessage()
            .getDetail()
            .lines()
            .limit(DETAIL_LINES)
            .collect(Collectors.joining("; ", ": ", ""))
        : "";
  }

  /** The same, of a statement that was seen to wait for a lock. */
  static BackupException translate(
      SQLException error, String what, Cancellation cancellation, List<String> holders) {
    if (cancellation.requested() || !LOCK_TIMEOUT.equals(error.getSQLState())) {
      return translate(error, what, cancellation);
    }
    return Failure.LOCKED.exception(
        "cannot %s: a lock is held by %s".formatted(what, String.join("; ", holders)),
        "Wait until that has ended, or end it: SELECT pg_terminate_backend(PROCESS), or ROLLBACK"
            + " PREPARED. --lock-timeout says how long to wait.",
        error);
  }

  private static BackupException denied(SQLException error, String state, String message) {
    return "42501".equals(state)
        ? Failure.PERMISSION.exception(
            message, "`check` names the privileges that are missing.", error)
        : Failure.DATABASE.exception(message, null, error);
  }

  /** The server's own sentence, without position, detail and severity. */
  static String firstLine(SQLException error) {
    return String.valueOf(error.getMessage())
        .lines()
        .findFirst()
        .orElse("unknown error")
        .replaceFirst("^(ERROR|FATAL|PANIC): ", "");
  }
}
