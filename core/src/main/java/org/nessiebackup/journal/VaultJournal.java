package org.nessiebackup.journal;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.journal.JournalFiles;
import org.nessiebackup.vault.journal.JournalWriter;
import org.nessiebackup.vault.journal.StoredEpoch;

/** How far the journal of a vault is. */
sealed interface VaultJournal {
  /** Nobody has ever begun one. */
  record None() implements VaultJournal {
    /** What to throw where there has to be one. */
    BackupException toException(Vault vault) {
      return Failure.USAGE.exception(
          "there is no journal in vault \"%s\"".formatted(vault.location()),
          "`nessie-backup journal start` begins one.");
    }
  }

  /**
   * The newest epoch may go on.
   *
   * @param files what it has
   * @param last its last file; absent if it has none yet
   */
  record Open(JournalFiles files, Optional<JournalFile> last) implements VaultJournal {
    /** It. */
    StoredEpoch.Usable epoch() {
      return files.epoch();
    }

    /** Says in the vault that nothing follows, where nobody follows just now. */
    JournalFile end(Vault vault, JournalFile.End reason) {
      try (JournalWriter writer = vault.journal().resume(epoch().id())) {
        return writer.publish(
            writer.reached().to(), reachedAt(), JournalWriter.Named.NOTHING, Optional.of(reason));
      }
    }

    /** Every transaction whose commit is before it is in it. */
    Lsn to() {
      return last.map(file -> file.span().to()).orElse(epoch().document().start());
    }

    /** What was committed before this moment is in it. */
    Instant reachedAt() {
      return last.map(file -> file.span().reachedAt()).orElse(epoch().document().begunAt());
    }
  }

  /**
   * The newest epoch has ended.
   *
   * @param files what it has
   * @param last its last file
   * @param end why
   */
  record Ended(JournalFiles files, JournalFile last, JournalFile.End end) implements VaultJournal {
    /** It. */
    StoredEpoch.Usable epoch() {
      return files.epoch();
    }

    /** What comes next by itself. */
    EndReason.Next next() {
      return EndReason.of(end).map(EndReason::next).orElse(EndReason.Next.NOTHING);
    }

    FollowReport.Ended report() {
      return new FollowReport.Ended(
          epoch().id(), end, last.span().to(), next() != EndReason.Next.NOTHING);
    }
  }

  /**
   * Nobody can go on with the newest epoch: its document, or its last file, cannot be used.
   *
   * @param reason why
   */
  record Unusable(BackupException reason) implements VaultJournal {
    /** What to throw where that is needed. */
    BackupException toException() {
      return reason
          .failure()
          .exception(
              reason.getMessage(),
              reason.hint().map(hint -> hint + " ").orElse("")
                  + "If it cannot be brought back, `journal start` begins another epoch, and"
                  + " `journal stop` frees what the server keeps.",
              reason);
    }
  }

  /** Whether another epoch begins by itself, as soon as somebody who follows sees to it. */
  default boolean isBetweenEpochs() {
    return this instanceof Ended ended && ended.next() != EndReason.Next.NOTHING;
  }

  /**
   * Refuses what only a journal that goes on can keep.
   *
   * @throws BackupException {@link Failure#USAGE} if there is none, {@link Failure#STALE} if it has
   *     ended; or why it cannot be used
   */
  default void checkOpen(Vault vault) {
    switch (this) {
      case None none -> throw none.toException(vault);
      case Open open -> {}
      case Ended ended ->
          throw Failure.STALE.exception(
              "the journal has ended: " + ended.end().text(),
              ended.next() == EndReason.Next.NOTHING
                  ? "`nessie-backup journal start` begins another epoch; take a backup then."
                  : "Another epoch begins as soon as somebody follows: start the service, or"
                      + " `nessie-backup journal run`.");
      case Unusable unusable -> throw unusable.toException();
    }
  }

  /**
   * Looks.
   *
   * @throws BackupException if the vault cannot be read
   */
  static VaultJournal of(Vault vault) {
    Optional<StoredEpoch> newest = vault.journal().newest();
    if (newest.isEmpty()) {
      return new None();
    }
    return switch (newest.get()) {
      case StoredEpoch.Unusable unusable -> new Unusable(unusable.reason());
      case StoredEpoch.Usable epoch -> of(vault, epoch);
    };
  }

  private static VaultJournal of(Vault vault, StoredEpoch.Usable epoch) {
    try {
      JournalFiles files = vault.journal().files(epoch);
      Optional<JournalFile> last = files.lastFile();
      return last.flatMap(JournalFile::end).isPresent()
          ? new Ended(files, last.get(), last.get().end().orElseThrow())
          : new Open(files, last);
    } catch (BackupException e) {
      if (e.failure().isOfOneManifest()) {
        return new Unusable(e);
      }
      throw e;
    }
  }
}
