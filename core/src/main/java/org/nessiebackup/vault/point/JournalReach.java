package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.journal.JournalFiles;

/**
 * How far the journal of a vault goes.
 *
 * @param epoch its newest epoch
 * @param to every transaction whose commit begins before it is there
 * @param at what was committed before this moment, by the server's clock, is there
 * @param end why nothing follows; absent if something may
 * @param base the newest backup that it brings forward to there; absent if there is none
 */
public record JournalReach(
    EpochId epoch, Lsn to, Instant at, Optional<JournalFile.End> end, Optional<BackupId> base) {
  /**
   * That of a run, by listings, the documents of epochs and the last file.
   *
   * @throws org.nessiebackup.BackupException {@link Failure#DAMAGED} if files are missing behind
   *     the base, or the last one cannot be used
   */
  static JournalReach of(JournalRun run, Iterable<BackupEntry.Listed> newestFirst) {
    JournalRun.Reach reach = run.reach();
    if (reach.damage().isPresent()) {
      throw reach.damage().get().reason();
    }
    Optional<Manifest> base = Optional.empty();
    for (BackupEntry.Listed each : newestFirst) {
      if (BaseRules.carries(run, each.manifest())) {
        base = Optional.of(each.manifest());
        break;
      }
    }
    base.flatMap(BaseRules::base).ifPresent(from -> requireAll(run, from.from()));
    return new JournalReach(
        run.epochs().getLast().id(), reach.to(), reach.at(), reach.end(), base.map(Manifest::id));
  }

  private static void requireAll(JournalRun run, Lsn from) {
    for (int place = run.epochOf(from); place < run.epochs().size(); place++) {
      JournalFiles files = run.files(place);
      if (files.count() != files.last()) {
        throw Failure.DAMAGED.exception(
            "of epoch \"%s\" %d of %d files are there"
                .formatted(files.epoch().id(), files.count(), files.last()),
            "`nessie-backup verify` names those that are missing; a copy of the vault may have"
                + " them.");
      }
    }
  }
}
