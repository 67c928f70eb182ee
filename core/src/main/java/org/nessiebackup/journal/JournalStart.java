package org.nessiebackup.journal;

import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.journal.StoredEpoch;

/** Begins a journal, or finds that it has begun. */
record JournalStart(Vault vault, FollowedServer server, Setup setup) {
  JournalStartReport run() {
    vault.keys().checkWriter();
    return switch (VaultJournal.of(vault)) {
      case VaultJournal.None none -> anew(Optional.empty());
      case VaultJournal.Ended ended -> afterEnd(ended);
      case VaultJournal.Open open -> goingOn(open);
      case VaultJournal.Unusable unusable -> afterDamage(unusable);
    };
  }

  private JournalStartReport goingOn(VaultJournal.Open open) {
    ServerWatch watch =
        new ServerWatch(server, open.epoch().document(), Optional::empty, Optional::empty);
    Optional<EpochEndException> against =
        watch.beforeGoingOn(open.to()).or(() -> watch.look().against());
    if (against.isEmpty()) {
      return report(false, open.epoch(), Optional.empty());
    }
    JournalFile.End end = against.get().end();
    JournalFile last = open.end(vault, end);
    return anew(last.end());
  }

  /** Whoever was to begin an epoch that follows on another one may have died before. */
  private JournalStartReport afterEnd(VaultJournal.Ended ended) {
    boolean follows =
        ended.next() == EndReason.Next.FOLLOWING_EPOCH
            && ReplicationSlot.lookHere(server.session(), ended.epoch().document().slot())
                .isPresent();
    return follows
        ? report(
            true,
            EpochStart.following(vault, ended, setup.context().tool()),
            Optional.of(ended.end()))
        : anew(Optional.empty());
  }

  /** Whoever follows just now may know what the vault does not say, and goes on. */
  private JournalStartReport afterDamage(VaultJournal.Unusable unusable) {
    boolean followed =
        ReplicationSlot.lookHere(server.session(), server.names().slot())
            .flatMap(ReplicationSlot::activeProcess)
            .isPresent();
    if (followed) {
      throw unusable.toException();
    }
    setup
        .context()
        .progress()
        .warning("the epoch before cannot be gone on with: " + unusable.reason().getMessage());
    return anew(Optional.empty());
  }

  private JournalStartReport anew(Optional<JournalFile.End> ended) {
    refuseStranger();
    return report(true, new EpochStart(vault, server, setup).anew(), ended);
  }

  /** What somebody else calls so is not ours to remove. */
  private void refuseStranger() {
    ServerNames names = server.names();
    Optional<ReplicationSlot> there = ReplicationSlot.look(server.session(), names.slot());
    if (there.isEmpty()) {
      return;
    }
    if (!there.get().isOf(server.facts().database())) {
      throw stranger(names.slot(), "it is " + there.get().kind());
    }
    if (!names.derived() && !isOurs(names.slot())) {
      throw stranger(names.slot(), "no journal of this vault has ever used it");
    }
  }

  private boolean isOurs(String slot) {
    return vault.journal().epochs().stream()
        .anyMatch(
            each ->
                each instanceof StoredEpoch.Usable usable && usable.document().slot().equals(slot));
  }

  private static BackupException stranger(String slot, String reason) {
    return Failure.TARGET_GUARDED.exception(
        "replication slot \"%s\" is there already, and %s".formatted(slot, reason),
        "Choose another name with --slot, or leave it out; if nobody needs that slot, drop it by"
            + " pg_drop_replication_slot.");
  }

  private JournalStartReport report(
      boolean begun, StoredEpoch.Usable epoch, Optional<JournalFile.End> ended) {
    return new JournalStartReport(
        begun,
        epoch.id(),
        epoch.document().start(),
        epoch.document().begunAt(),
        new JournalStartReport.Made(epoch.document().slot(), server.names().publication()),
        NewestBase.of(vault, epoch.document()),
        ended);
  }
}
