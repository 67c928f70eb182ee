package org.nessiebackup.replica.server;

import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.postgres.Session;

/**
 * What a server has answered, which may be there or not.
 *
 * @param <T> the answer
 */
public sealed interface Asked<T> {
  /** What keeps us from a server, and says nothing about what is on it. */
  Set<Failure> UNREACHED = Set.of(Failure.CONNECTION, Failure.LOGIN, Failure.PERMISSION);

  /**
   * It has.
   *
   * @param answer what
   * @param <T> the answer
   */
  record Answered<T>(T answer) implements Asked<T> {}

  /**
   * It has not.
   *
   * @param reason why
   * @param <T> the answer
   */
  record Unreached<T>(BackupException reason) implements Asked<T> {}

  /** Asks in a session of its own. */
  static <T> Asked<T> of(Supplier<Session> server, Function<Session, T> question) {
    try (Session session = server.get()) {
      return new Answered<>(question.apply(session));
    } catch (BackupException e) {
      if (UNREACHED.contains(e.failure())) {
        return new Unreached<>(e);
      }
      throw e;
    }
  }

  /** The answer; absent if there is none. */
  default Optional<T> answered() {
    return switch (this) {
      case Answered<T> answered -> Optional.of(answered.answer());
      case Unreached<T> unreached -> Optional.empty();
    };
  }

  /** Why there is no answer. */
  default Optional<BackupException> unreached() {
    return switch (this) {
      case Answered<T> answered -> Optional.empty();
      case Unreached<T> unreached -> Optional.of(unreached.reason());
    };
  }
}
