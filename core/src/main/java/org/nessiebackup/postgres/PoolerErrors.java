package org.nessiebackup.postgres;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** What poolers say in the server's place, mostly with SQLSTATE 08P01. */
final class PoolerErrors {
  /**
   * What a pooler says.
   *
   * @param words of which its message has some
   */
  private record Sentence(List<String> words, Failure failure, String hint) {
    private boolean isIn(String text) {
      return words.stream().anyMatch(text::contains);
    }
  }

  private static final List<Sentence> SENTENCES =
      List.of(
          new Sentence(
              List.of("no such database", "no such user"),
              Failure.LOGIN,
              "It is a pooler's word: check the database and role there ([databases], auth_file),"
                  + " or connect to the server itself."),
          new Sentence(
              List.of("unsupported startup parameter"),
              Failure.SERVER_UNSUPPORTED,
              "A pooler refuses what the driver or the JDBC URL says at the start: name it in its"
                  + " ignore_startup_parameters, or connect to the server itself."),
          new Sentence(
              List.of("no more connections allowed", "query_wait_timeout"),
              Failure.CONNECTION,
              "The pooler has no connection left: use fewer --jobs, raise its limits, or connect to"
                  + " the server itself."),
          new Sentence(
              List.of("server login", "pgbouncer cannot connect to server"),
              Failure.CONNECTION,
              "The pooler answers, the server behind it does not: look whether it runs, and into"
                  + " the pooler's log."));

  private PoolerErrors() {}

  /** Absent if it is nothing of that kind. */
  static Optional<BackupException> translate(SQLException error, String where) {
    String text = SqlErrors.firstLine(error);
    return SENTENCES.stream()
        .filter(each -> each.isIn(text))
        .findFirst()
        .map(
            each ->
                each.failure()
                    .exception(
                        "cannot connect to %s: %s".formatted(where, text), each.hint(), error));
  }
}
