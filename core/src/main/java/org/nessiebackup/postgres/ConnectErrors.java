package org.nessiebackup.postgres;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** Says why a connection could not be made. */
final class ConnectErrors {
  private ConnectErrors() {}

  static BackupException translate(SQLException error, ConnectionSettings settings) {
    String where = "\"" + settings.describe() + "\"";
    String state = String.valueOf(error.getSQLState());
    return switch (state) {
      case "28P01", "28000" ->
          new BackupException(
              Failure.LOGIN,
              "the server at %s refuses the login: %s".formatted(where, text(error)),
              "Check --user and the password (--password-file, --password-command, PGPASSWORD), and"
                  + " the server's pg_hba.conf.",
              error);
      case "3D000" ->
          new BackupException(
              Failure.LOGIN,
              "there is no such database: %s".formatted(text(error)),
              "Check the database name at the end of the JDBC URL.",
              error);
      case "42501" ->
          new BackupException(
              Failure.PERMISSION,
              "%s: %s".formatted(where, text(error)),
              "Grant it: GRANT CONNECT ON DATABASE … TO the role.",
              error);
      case "53300" ->
          new BackupException(
              Failure.CONNECTION,
              "the server at %s has no connection left: %s".formatted(where, text(error)),
              "Use fewer --jobs, or raise max_connections.",
              error);
      case "57P03" ->
          new BackupException(
              Failure.CONNECTION,
              "the server at %s is starting up or shutting down".formatted(where),
              "Try again in a moment.",
              error);
      default -> network(error, where);
    };
  }

  private static BackupException network(SQLException error, String where) {
    IOException cause = networkCause(error);
    String what =
        switch (cause) {
          case null -> text(error);
          case UnknownHostException unknown -> "its host name is unknown";
          case ConnectException refused -> "nobody listens there: " + refused.getMessage();
          case SocketTimeoutException late -> "it does not answer";
          case SSLException tls -> "TLS failed: " + tls.getMessage();
          default -> String.valueOf(cause.getMessage());
        };
    return new BackupException(
        Failure.CONNECTION,
        "cannot connect to %s: %s".formatted(where, what),
        "Check host, port and network policy, and that PostgreSQL runs there.",
        error);
  }

  private static IOException networkCause(Throwable error) {
    for (Throwable at = error; at != null; at = at.getCause()) {
      if (at instanceof IOException network) {
        return network;
      }
    }
    return null;
  }

  private static String text(SQLException error) {
    return SqlErrors.firstLine(error);
  }
}
