package org.nessiebackup.postgres;

import java.sql.SQLException;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** What poolers say in the server's place, mostly with SQLSTATE 08P01. */
final class PoolerErrors {
  private PoolerErrors() {}

  /** Absent if it is nothing of that kind. */
  static Optional<BackupException> translate(SQLException error, String where) {
    String text = SqlErrors.firstLine(error);
    if (text.contains("no such database") || text.contains("no such user")) {
      return failure(
          Failure.LOGIN,
          error,
          where,
          "It is a pooler's word: check the database and role there ([databases], auth_file), or"
              + " connect to the server itself.");
    }
    if (text.contains("unsupported startup parameter")) {
      return failure(
          Failure.SERVER_UNSUPPORTED,
          error,
          where,
          "A pooler refuses what the driver or the JDBC URL says at the start: name it in its"
              + " ignore_startup_parameters, or connect to the server itself.");
    }
    if (text.contains("no more connections allowed") || text.contains("query_wait_timeout")) {
      return failure(
          Failure.CONNECTION,
          error,
          where,
          "The pooler has no connection left: use fewer --jobs, raise its limits, or connect to the"
              + " server itself.");
    }
    if (text.contains("server login") || text.contains("pgbouncer cannot connect to server")) {
      return failure(
          Failure.CONNECTION,
          error,
          where,
          "The pooler answers, the server behind it does not: look whether it runs, and into the"
              + " pooler's log.");
    }
    return Optional.empty();
  }

  private static Optional<BackupException> failure(
      Failure failure, SQLException error, String where, String hint) {
    return Optional.of(
        failure.exception(
            "cannot connect to %s: %s".formatted(where, SqlErrors.firstLine(error)), hint, error));
  }
}
