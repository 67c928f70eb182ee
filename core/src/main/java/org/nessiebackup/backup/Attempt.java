package org.nessiebackup.backup;

import java.util.function.Function;
import org.nessiebackup.backup.BackupReport.FullReason;

/**
 * What came of trying to store an incremental backup.
 *
 * @param <T> what was made
 */
sealed interface Attempt<T> {
  /** It can be used. */
  record Stored<T>(T value) implements Attempt<T> {}

  /** It cannot be used, and everything has to be stored. */
  record Refused<T>(FullReason reason) implements Attempt<T> {}

  /** What is made of it, if it can be used. */
  default <R> Attempt<R> map(Function<T, R> function) {
    return switch (this) {
      case Stored<T> stored -> new Stored<>(function.apply(stored.value()));
      case Refused<T> refused -> new Refused<>(refused.reason());
    };
  }
}
