package org.nessiebackup.journal;

import java.util.Optional;
import java.util.OptionalLong;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replication.Publication;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.replication.SlotGuard;
import org.nessiebackup.vault.Vault;

/** Ends a journal, whether or not somebody follows it. */
record JournalStop(Vault vault, Session session, ServerNames names) {
  /** Whoever follows publishes a file a second at most, or as fast as the vault takes them. */
  private static final int ATTEMPTS = 20;

  /**
   * What would be removed.
   *
   * @param ifRetained only if the slot holds back more bytes than that
   */
  JournalStopPlan plan(OptionalLong ifRetained) {
    Optional<ReplicationSlot> slot = ReplicationSlot.lookHere(session, names.slot());
    boolean published =
        Publication.look(session, names.publication())
            .filter(publication -> publication.isFor(Publication.Purpose.JOURNAL))
            .isPresent();
    Optional<VaultJournal.Open> open =
        VaultJournal.of(vault) instanceof VaultJournal.Open journal
            ? Optional.of(journal)
            : Optional.empty();
    OptionalLong retained = slot.stream().mapToLong(each -> each.log().retainedBytes()).findFirst();
    boolean wanted =
        ifRetained.isEmpty()
            || (retained.isPresent() && retained.getAsLong() > ifRetained.getAsLong());
    return new JournalStopPlan(
        open.filter(each -> wanted).map(each -> each.epoch().id()),
        slot.filter(each -> wanted).map(each -> names.slot()),
        Optional.of(names.publication()).filter(each -> wanted && published),
        retained,
        slot.flatMap(ReplicationSlot::activeProcess).isPresent(),
        end(ifRetained, retained));
  }

  private JournalFile.End end(OptionalLong ifRetained, OptionalLong retained) {
    return ifRetained.isPresent()
        ? EndReason.TOO_MUCH_RETAINED.end(
            SlotGuard.words(names.slot(), retained.orElse(0), ifRetained.getAsLong()))
        : EndReason.STOPPED.end("somebody has ended the journal");
  }

  /**
   * Ends it. The vault is told first, so that it says who was it; but a vault that is away keeps
   * nobody from freeing the server's disk.
   */
  JournalStopReport execute(JournalStopPlan plan) {
    if (plan.isEmpty()) {
      return new JournalStopReport(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
    Optional<Lsn> to;
    try {
      to = plan.epoch().flatMap(epoch -> endEpoch(plan.end()));
    } catch (BackupException e) {
      new Removal(session, names).allAfter(e);
      throw e;
    }
    new Removal(session, names).all();
    return new JournalStopReport(plan.epoch(), to, plan.slot(), plan.publication());
  }

  private Optional<Lsn> endEpoch(JournalFile.End end) {
    for (int i = 1; ; i++) {
      try {
        return VaultJournal.of(vault) instanceof VaultJournal.Open open
            ? Optional.of(open.end(vault, end).span().to())
            : Optional.empty();
      } catch (BackupException e) {
        // Whoever follows was quicker with the same number.
        if (e.failure() != Failure.LOCKED || i == ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
