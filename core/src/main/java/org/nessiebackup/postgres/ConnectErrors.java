package org.nessiebackup.postgres;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** Says why a connection could not be made: in the words, and with the advice, of what failed. */
final class ConnectErrors {
  private ConnectErrors() {}

  static BackupException translate(SQLException error, ConnectionSettings settings) {
    String where = "\"" + settings.describe() + "\"";
    String state = String.valueOf(error.getSQLState());
    String text = SqlErrors.firstLine(error);
    return switch (state) {
      case "28P01", "28000" -> new LoginErrors(error, where, settings).refused();
      case "3D000" ->
          Failure.LOGIN.exception(
              "there is no such database: %s".formatted(text),
              "Check the database name at the end of the JDBC URL.",
              error);
      case "42501" ->
          Failure.PERMISSION.exception(
              "%s: %s".formatted(where, text),
              "Grant it: GRANT CONNECT ON DATABASE … TO the role.",
              error);
      case "53300" ->
          Failure.CONNECTION.exception(
              "the server at %s has no connection left: %s".formatted(where, text),
              "Use fewer --jobs, or raise max_connections, or the role's or database's CONNECTION"
                  + " LIMIT.",
              error);
      case "57P03" ->
          Failure.CONNECTION.exception(
              "the server at %s does not take connections now: %s".formatted(where, text),
              "It is starting up, shutting down or recovering; try again in a moment.",
              error);
      default -> other(error, where, settings);
    };
  }

  private static BackupException other(
      SQLException error, String where, ConnectionSettings settings) {
    String text = SqlErrors.firstLine(error);
    if (text.matches("Invalid \\w+ value: .*")) {
      return Failure.USAGE.exception(
          "cannot connect to %s: %s".formatted(where, text),
          "Correct it in the JDBC URL, or in the variable of libpq that says it (PGSSLMODE,"
              + " PGCHANNELBINDING and the like).",
          error);
    }
    if (text.contains("setting up the SSL connection")) {
      return Failure.CONNECTION.exception(
          "cannot connect to %s: what answers there hangs up, or is no PostgreSQL".formatted(where),
          "Check host and port. A proxy or load balancer in between may have no server behind it.",
          error);
    }
    return new TlsErrors(error, where, settings)
        .translate()
        .or(() -> new LoginErrors(error, where, settings).unanswered())
        .or(() -> PoolerErrors.translate(error, where))
        .orElseGet(() -> network(error, where));
  }

  private static BackupException network(SQLException error, String where) {
    IOException cause = cause(error, IOException.class);
    String what =
        switch (cause) {
          case null -> SqlErrors.firstLine(error);
          case UnknownHostException unknown -> "its host name is unknown";
          case ConnectException refused -> "nobody listens there: " + refused.getMessage();
          case SocketTimeoutException late -> "it does not answer";
          default -> String.valueOf(cause.getMessage());
        };
    String hint =
        switch (cause) {
          case null ->
              "Look into the server's log. Check that PostgreSQL listens there, or a pooler that"
                  + " leads to it.";
          case SocketTimeoutException late ->
              "Check network policies and firewalls, and whether the server hangs."
                  + " --connect-timeout says how long to wait.";
          default -> "Check host, port and network policy, and that PostgreSQL runs there.";
        };
    return Failure.CONNECTION.exception(
        "cannot connect to %s: %s".formatted(where, what), hint, error);
  }

  /** The first of a kind among the causes; null if there is none. */
  static <T extends Throwable> T cause(Throwable error, Class<T> kind) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (kind.isInstance(at)) {
        return kind.cast(at);
      }
    }
    return null;
  }
}
