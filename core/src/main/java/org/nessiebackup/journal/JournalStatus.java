package org.nessiebackup.journal;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.journal.JournalStatusReport.Epoch;
import org.nessiebackup.journal.JournalStatusReport.Files;
import org.nessiebackup.journal.JournalStatusReport.Server;
import org.nessiebackup.journal.JournalStatusReport.Slot;
import org.nessiebackup.journal.JournalStatusReport.Standby;
import org.nessiebackup.journal.JournalStatusReport.Start;
import org.nessiebackup.journal.JournalStatusReport.State;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.postgres.ServerMoment;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.journal.JournalFiles;

/** Says how a journal is, by the vault and, if it can be reached, by the server. */
record JournalStatus(Vault vault, Setup setup) {
  JournalStatusReport report() {
    return switch (VaultJournal.of(vault)) {
      case VaultJournal.None none -> report(Optional.empty(), Optional.empty());
      case VaultJournal.Open open -> report(open.files(), open.last());
      case VaultJournal.Ended ended -> report(ended.files(), Optional.of(ended.last()));
      case VaultJournal.Unusable unusable -> throw unusable.toException();
    };
  }

  private JournalStatusReport report(JournalFiles files, Optional<JournalFile> last) {
    return report(Optional.of(epoch(files, last)), NewestBase.of(vault, files.epoch().document()));
  }

  private JournalStatusReport report(Optional<Epoch> epoch, Optional<BackupId> base) {
    try (Session session = setup.session()) {
      ServerNames names = ServerNames.of(session, vault, setup.options());
      Server server = server(session, names, epoch);
      Optional<Standby> standby =
          Standby.look(session, names.application(), setup.options().synchronous());
      State state = state(epoch, server);
      return new JournalStatusReport(
          state, epoch, Optional.of(server), standby, base, next(state, base, server));
    } catch (BackupException e) {
      if (e.failure() != Failure.CONNECTION) {
        throw e;
      }
      return new JournalStatusReport(
          State.UNKNOWN,
          epoch,
          Optional.empty(),
          Optional.empty(),
          base,
          Optional.of(e.getMessage()));
    }
  }

  private static Epoch epoch(JournalFiles files, Optional<JournalFile> last) {
    JournalEpoch document = files.epoch().document();
    return new Epoch(
        files.epoch().id(),
        new Start(
            document.start(),
            document.begunAt(),
            document.follows().map(JournalEpoch.Before::epoch)),
        new Files(files.count(), files.storedBytes()),
        last.map(file -> file.span().to()).orElse(document.start()),
        last.map(file -> file.span().reachedAt()).orElse(document.begunAt()),
        last.flatMap(JournalFile::end));
  }

  private static Server server(Session session, ServerNames names, Optional<Epoch> epoch) {
    ServerMoment now = ServerMoment.of(session);
    Optional<Epoch> open = epoch.filter(each -> each.end().isEmpty());
    return new Server(
        names.slot(),
        names.publication(),
        ReplicationSlot.lookHere(session, names.slot()).map(JournalStatus::slot),
        open.map(each -> OptionalLong.of(Math.max(0, now.position().minus(each.to()))))
            .orElseGet(OptionalLong::empty),
        open.map(each -> positive(Duration.between(each.reachedAt(), now.at()))));
  }

  private static Duration positive(Duration span) {
    return span.isNegative() ? Duration.ZERO : span;
  }

  private static Slot slot(ReplicationSlot slot) {
    return new Slot(
        slot.activeProcess().isPresent(),
        slot.log().retainedBytes(),
        slot.log().safeBytes(),
        slot.isLost(),
        slot.log().confirmed());
  }

  private static State state(Optional<Epoch> epoch, Server server) {
    if (epoch.isEmpty()) {
      return State.NONE;
    }
    if (epoch.get().end().isPresent()) {
      return State.ENDED;
    }
    return server.slotState().filter(Slot::active).isPresent() ? State.FOLLOWED : State.WAITING;
  }

  private static Optional<String> next(State state, Optional<BackupId> base, Server server) {
    return switch (state) {
      case NONE -> Optional.of("`nessie-backup journal start` begins a journal.");
      case ENDED ->
          Optional.of(
              "`nessie-backup journal start` begins another epoch; take a backup then, from which"
                  + " it can go on.");
      case WAITING ->
          Optional.of(
              server
                  .slotState()
                  .map(JournalStatus::nextOfWaiting)
                  .orElse(
                      "The replication slot is gone: `nessie-backup journal start` begins another"
                          + " epoch."));
      case FOLLOWED ->
          base.isPresent()
              ? Optional.empty()
              : Optional.of(
                  "Take a backup: the newest one is none that the journal can bring forward.");
      case UNKNOWN -> Optional.empty();
    };
  }

  private static String nextOfWaiting(Slot slot) {
    return slot.lost()
        ? "The server has removed what the slot had still to send: make room for its log"
            + " (max_slot_wal_keep_size), then `nessie-backup journal start` begins another epoch;"
            + " take a backup then."
        : "Nobody follows: start the service, or `nessie-backup journal run`. Until then the server"
            + " keeps its log.";
  }
}
