package org.nessiebackup.vault.journal;

import java.util.Optional;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.nessiebackup.BackupException;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;

/**
 * What is looked for in an epoch: the first file of those that are behind something.
 *
 * @param holds whether a file is; then all behind it are
 * @param isFirst whether a file says of itself that none before it is
 */
public record FileSearch(Predicate<JournalFile> holds, Predicate<JournalFile> isFirst) {
  /** Those that go beyond a position. */
  public static FileSearch beyond(Lsn position) {
    return new FileSearch(
        file -> file.span().to().compareTo(position) > 0,
        file -> file.span().from().compareTo(position) <= 0);
  }

  /**
   * The first of them.
   *
   * @param outcomes reads a file
   * @param last the number of the last one that is looked at
   * @throws BackupException if it cannot be told because files right before it cannot be used
   */
  Optional<JournalFile> in(LongFunction<FileOutcome> outcomes, long last) {
    long low = 1;
    long high = last + 1;
    Optional<JournalFile> found = Optional.empty();
    Optional<BackupException> doubt = Optional.empty();
    while (low < high) {
      long middle = low + (high - low) / 2;
      Probe probe = Probe.of(outcomes, low, middle);
      Optional<JournalFile> file = probe.file();
      if (file.filter(holds).isPresent()) {
        high = file.get().number();
        found = file;
      } else {
        low = middle + 1;
        doubt = probe.doubt();
      }
    }
    if (doubt.isPresent() && found.filter(isFirst).isEmpty()) {
      throw doubt.get();
    }
    return found;
  }

  /**
   * What is known of files up to one.
   *
   * @param file the last that can be used
   * @param doubt why one behind it cannot
   */
  private record Probe(Optional<JournalFile> file, Optional<BackupException> doubt) {
    static Probe of(LongFunction<FileOutcome> outcomes, long lowest, long number) {
      Optional<BackupException> doubt = Optional.empty();
      for (long each = number; each >= lowest; each--) {
        switch (outcomes.apply(each)) {
          case FileOutcome.Usable usable -> {
            return new Probe(Optional.of(usable.file().content()), doubt);
          }
          case FileOutcome.Unusable unusable -> doubt = Optional.of(unusable.reason());
        }
      }
      return new Probe(Optional.empty(), doubt);
    }
  }
}
