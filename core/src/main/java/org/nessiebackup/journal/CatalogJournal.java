package org.nessiebackup.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.EpochId;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.WorkContext;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.replication.LogicalMark;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.replication.SlotGuard;
import org.nessiebackup.retry.Poller;
import org.nessiebackup.retry.WaitContext;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.journal.JournalMark;

/**
 * The journal of a catalog, which has every committed transaction: begins it, follows it, says how
 * it is, names points of it, ends it. Each call stands by itself; what there is, it asks the vault
 * and the server.
 */
public final class CatalogJournal {
  /** How often the vault is asked whether a point is there. */
  private static final Duration EVERY = Duration.ofMillis(200);

  /** Among so many files that have marks somebody looks whether a name is taken. */
  private static final int MARKED_FILES = 100;

  private final Supplier<Vault> vaults;
  private final Setup setup;

  /**
   * Does nothing yet.
   *
   * @param vaults opens the vault as it is now; with the keys that write, for what writes. It is
   *     asked again when others have changed the settings, and when the vault was away
   */
  public CatalogJournal(
      Supplier<Vault> vaults, Database database, JournalOptions options, WorkContext context) {
    this.vaults = () -> vaults.get().by(context.clock());
    this.setup = new Setup(database, options, context);
  }

  /**
   * Begins: makes publication and slot, and an epoch in the vault. Where all that is there and
   * good, nothing is changed. If it is stopped on its way, the next call removes what is left, and
   * begins.
   *
   * @throws BackupException because something that it takes is missing; all of that is named
   */
  public JournalStartReport start() {
    Vault vault = vaults.get();
    try (FollowedServer server = FollowedServer.find(setup, vault.description().id())) {
      return new JournalStart(vault, server, setup).run();
    }
  }

  /**
   * Follows the journal until it ends or somebody asks to stop. What fails and may go better is
   * tried again, however long that takes; what has ended by something that only happened to the
   * catalog goes on in another epoch.
   *
   * @param listener hears what happens, in this thread; must be quick and must not throw
   * @return why there is no journal any more
   * @throws BackupException {@link Failure#INTERRUPTED} if somebody asked to stop; {@link
   *     Failure#USAGE} if nobody has begun a journal; or because of what will not go better
   */
  public FollowReport.Ended run(Consumer<FollowReport> listener) {
    SlotGuard.Limit limit =
        new SlotGuard.Limit(setup.options().limits().retained(), setup.options().pace().look());
    try (SlotGuard guard = new SlotGuard(setup.database(), limit, setup.context().cancellation())) {
      return new FollowerRun(vaults, setup, listener, guard).follow();
    }
  }

  /** Says how it is. */
  public JournalStatusReport status() {
    return new JournalStatus(vaults.get(), setup).report();
  }

  /**
   * What {@link #stop} would remove.
   *
   * @param ifRetained only if the slot holds back more bytes of the server's log than that
   */
  public JournalStopPlan planStop(OptionalLong ifRetained) {
    try (Session session = setup.session()) {
      return stop(session).plan(ifRetained);
    }
  }

  /**
   * Gives up the slot if it holds back more of the server's log than is allowed; for who cannot
   * follow, and so guards nothing. It takes no more of the vault than that it can be opened.
   *
   * @return what was given up; absent if nothing had to be
   */
  public Optional<JournalStopReport> relieve() {
    JournalStopPlan plan = planStop(OptionalLong.of(setup.options().limits().retained()));
    return plan.isEmpty() ? Optional.empty() : Optional.of(stop(plan));
  }

  /** Ends it, also if somebody follows: says so in the vault, drops slot and publication. */
  public JournalStopReport stop(JournalStopPlan plan) {
    try (Session session = setup.session()) {
      return stop(session).execute(plan);
    }
  }

  private JournalStop stop(Session session) {
    Vault vault = vaults.get();
    ServerNames names = ServerNames.of(session, vault, setup.options());
    return new JournalStop(vault, session, names);
  }

  /**
   * Names the moment, in a transaction of its own. Any role may do that.
   *
   * @param patience how long to wait until it is in the vault, if somebody follows
   * @throws BackupException {@link Failure#USAGE} if there is no journal, {@link Failure#STALE} if
   *     it has ended: no vault would ever have the name
   */
  public JournalMarkReport mark(String name, Duration patience) {
    Vault vault = vaults.get();
    Poller poller = new Poller(WaitContext.of(setup.context()));
    try (Session session = setup.session()) {
      // Right after a restore the next epoch is about to begin.
      poller.await(patience, EVERY, () -> !VaultJournal.of(vault).isBetweenEpochs());
      VaultJournal.of(vault).checkOpen(vault);
      ServerNames names = ServerNames.of(session, vault, setup.options());
      Optional<JournalMark> former =
          vault.journal().marks(MARKED_FILES).reversed().stream()
              .filter(each -> each.name().equals(name))
              .findFirst();
      Lsn position = LogicalMark.emit(session, Marks.content(name));
      boolean followed =
          ReplicationSlot.lookHere(session, names.slot())
              .flatMap(ReplicationSlot::activeProcess)
              .isPresent();
      boolean stored =
          poller.await(
              followed ? patience : Duration.ZERO,
              EVERY,
              () -> stored(vault, position).isPresent());
      return new JournalMarkReport(
          name, position, followed, stored ? stored(vault, position) : Optional.empty(), former);
    }
  }

  /**
   * Asks whoever follows for what was committed until a moment, unless the vault knows that already
   * or nobody could say it: because the moment is yet to come, the journal has ended, or nobody
   * follows it. What is not in the vault then is not known.
   *
   * @return whether the vault knows it now
   * @throws BackupException {@link Failure#INTERRUPTED} if somebody asks to stop; or because the
   *     vault cannot be read
   */
  public boolean ask(Instant moment) {
    return new JournalQuestion(vaults.get(), setup.database(), setup.context()).ask(moment);
  }

  private static Optional<EpochId> stored(Vault vault, Lsn position) {
    return switch (VaultJournal.of(vault)) {
      case VaultJournal.None none -> Optional.empty();
      case VaultJournal.Open open ->
          Optional.of(open.epoch().id()).filter(id -> open.to().compareTo(position) > 0);
      case VaultJournal.Ended ended ->
          Optional.of(ended.epoch().id())
              .filter(id -> ended.last().span().to().compareTo(position) > 0);
      case VaultJournal.Unusable unusable -> throw unusable.toException();
    };
  }

  /** The points that were named, of all epochs. What cannot be used is told in the report. */
  public JournalMarksReport marks() {
    return JournalMarksReport.of(vaults.get().points().marks());
  }
}
