package org.nessiebackup.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.ServerMoment;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replication.LogicalMark;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.retry.Poller;
import org.nessiebackup.retry.WaitContext;
import org.nessiebackup.vault.Vault;

/**
 * Asks whoever follows the journal to say in the vault how far it is. Behind the last file nobody
 * knows by the vault alone whether something was committed, and the next one may take a minute to
 * come. The server is told the question, in its log; the answer is a file like any other.
 *
 * @param vault where the answer comes
 * @param database where the journal is of
 * @param context what every operation is given
 */
record JournalQuestion(Vault vault, Database database, WorkContext context) {
  /** Who follows looks at the server each second, and stores a file then. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Duration EVERY = Duration.ofMillis(200);

  /** Asks, and waits as long as somebody who follows may take. */
  boolean ask(Instant moment) {
    return ask(moment, PATIENCE);
  }

  boolean ask(Instant moment, Duration patience) {
    Optional<VaultJournal.Open> open = open();
    if (open.isEmpty() || knows(moment)) {
      return open.isPresent();
    }
    context.progress().step("asking how far the journal is", 0);
    return isAsked(moment, open.get().epoch().document().slot())
        && new Poller(WaitContext.of(context)).await(patience, EVERY, () -> knows(moment));
  }

  private Optional<VaultJournal.Open> open() {
    return VaultJournal.of(vault.by(context.clock())) instanceof VaultJournal.Open open
        ? Optional.of(open)
        : Optional.empty();
  }

  private boolean knows(Instant moment) {
    return open().filter(each -> moment.isBefore(each.reachedAt())).isPresent();
  }

  /** A server that is away, or one where nothing can be written, answers nothing. */
  private boolean isAsked(Instant moment, String slot) {
    try (Session session = database.open(context.cancellation())) {
      boolean somebodyMaySay =
          ServerMoment.of(session).at().isAfter(moment)
              && ReplicationSlot.lookHere(session, slot)
                  .flatMap(ReplicationSlot::activeProcess)
                  .isPresent();
      if (somebodyMaySay) {
        LogicalMark.emitAtOnce(session, Marks.QUESTION);
      }
      return somebodyMaySay;
    } catch (BackupException e) {
      if (e.failure() == Failure.INTERRUPTED) {
        throw e;
      }
      context
          .progress()
          .detail(
              Progress.Detail.VERBOSE,
              () -> "the server cannot be asked how far the journal is: " + e.getMessage());
      return false;
    }
  }
}
