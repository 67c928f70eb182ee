package org.nessiebackup.service.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.EpochId;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.journal.JournalFiles;
import org.nessiebackup.vault.journal.Journals;
import org.nessiebackup.vault.journal.StoredEpoch;

/**
 * A time of which the journal has every transaction: epochs that follow on each other.
 *
 * @param from its begin, by the server's clock
 * @param to its end, as far as the vault was read
 * @param ended why it ends there; absent if it may go on
 */
public record JournalStretch(Instant from, Instant to, Optional<String> ended) {
  /** All of a vault, oldest first; epochs that cannot be used are left out. */
  static List<JournalStretch> of(Journals journal) {
    List<JournalStretch> stretches = new ArrayList<>();
    Optional<EpochId> before = Optional.empty();
    for (StoredEpoch epoch : journal.epochs()) {
      if (epoch instanceof StoredEpoch.Usable usable) {
        boolean goesOn =
            before.isPresent()
                && usable.document().follows().map(JournalEpoch.Before::epoch).equals(before);
        Instant from = goesOn ? stretches.removeLast().from() : usable.document().begunAt();
        stretches.add(of(from, usable, last(journal, usable)));
        before = Optional.of(usable.id());
      }
    }
    return stretches;
  }

  /** One that is damaged is for {@code verify} to tell of: until then the epoch has none. */
  private static Optional<JournalFiles.Last> last(Journals journal, StoredEpoch.Usable epoch) {
    try {
      return journal.files(epoch).reach();
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static JournalStretch of(
      Instant from, StoredEpoch.Usable epoch, Optional<JournalFiles.Last> last) {
    Instant to = last.map(said -> said.span().reachedAt()).orElseGet(epoch.document()::begunAt);
    return new JournalStretch(
        from, to, last.flatMap(JournalFiles.Last::end).map(JournalFile.End::text));
  }
}
