package org.nessiebackup.journal;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.postgres.ReplicationSession;
import org.nessiebackup.postgres.ReplicationStream;
import org.nessiebackup.replication.SlotGuard;
import org.nessiebackup.retry.Sleeper;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.journal.JournalWriter;
import org.nessiebackup.vault.journal.StoredEpoch;

/**
 * Follows a journal for as long as there is one. What to do next is asked of the vault and the
 * server each time, so it makes no difference whether it was this run or another one, now dead,
 * that has come so far.
 */
final class FollowerRun {
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /**
   * What a server refuses so often in a row, without a file in between, it will go on to refuse.
   */
  private static final int MOST_REFUSALS = 5;

  private final Supplier<Vault> vaults;
  private final Setup setup;
  private final Consumer<FollowReport> listener;
  private final SlotGuard guard;
  private boolean hasFollowed;
  private int failures;
  private final List<BackupException> refusals = new ArrayList<>();

  FollowerRun(
      Supplier<Vault> vaults, Setup setup, Consumer<FollowReport> listener, SlotGuard guard) {
    this.vaults = vaults;
    this.setup = setup;
    this.listener = listener;
    this.guard = guard;
  }

  /**
   * Follows.
   *
   * @return why there is no journal any more
   * @throws BackupException because of what will not go better by itself, or a request to stop
   */
  FollowReport.Ended follow() {
    while (true) {
      try {
        Optional<FollowReport.Ended> over = step();
        if (over.isPresent()) {
          return over.get();
        }
      } catch (BackupException e) {
        if (!mayPass(e.failure())) {
          throw e;
        }
        if (ReplicationSession.isRefusal(e)) {
          refusals.add(e);
        } else {
          refusals.clear();
        }
        pause(e);
      }
    }
  }

  /**
   * Whether it may go better by itself. What looks like a wrong setting is one, unless it has
   * worked before.
   */
  private boolean mayPass(Failure failure) {
    return switch (failure) {
      case CONNECTION, DATABASE, STORE, STORE_FULL, LOCKED -> true;
      case LOGIN, PERMISSION, VAULT_NOT_FOUND, CATALOG_NOT_FOUND -> hasFollowed;
      case INTERNAL,
          USAGE,
          SERVER_UNSUPPORTED,
          CATALOG_AMBIGUOUS,
          CATALOG_UNSUITABLE,
          BACKUP_NOT_FOUND,
          GAP,
          REFERENCE_NOT_FOUND,
          CONTENT_NOT_FOUND,
          FORMAT_UNSUPPORTED,
          DUMP_NOT_UNDERSTOOD,
          DAMAGED,
          FINDINGS,
          KEY_MISSING,
          KEY_WRONG,
          UNTRUSTED,
          TARGET_GUARDED,
          STALE,
          CLUSTER,
          WORKLOAD_NOT_FOUND,
          WORKLOAD_AMBIGUOUS,
          NESSIE,
          INTERRUPTED ->
          false;
    };
  }

  /**
   * What the server refuses again and again, it has no way to send. If nothing else is wrong, what
   * comes next was written before the publication was there, or cannot be decoded.
   */
  private void endRefused(Vault vault, VaultJournal.Open open) {
    EpochEndException reason = whyRefused(vault, open.epoch().document());
    JournalFile last = open.end(vault, reason.end());
    refusals.clear();
    listener.accept(new VaultJournal.Ended(open.files(), last, last.end().orElseThrow()).report());
  }

  private EpochEndException whyRefused(Vault vault, JournalEpoch epoch) {
    BackupException refusal = refusals.getLast();
    try (FollowedServer server =
        FollowedServer.of(setup, vault.description().id(), epoch.source()).primary()) {
      return new ServerWatch(server, epoch, guard::givenUp, Optional::empty)
          .look()
          .against()
          .orElseGet(
              () ->
                  new EpochEndException(
                      ReplicationSession.lacksPublication(refusal)
                          ? EndReason.PUBLICATION_CHANGED
                          : EndReason.NOT_DECODABLE,
                      refusal.getMessage()));
    }
  }

  private void pause(BackupException reason) {
    Duration doubled = SHORTEST_PAUSE.multipliedBy(1L << Math.min(failures, 10));
    Duration pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    failures++;
    listener.accept(new FollowReport.Waiting(reason, pause));
    Sleeper.stoppedBy(setup.context().cancellation()).sleep(pause);
    setup.context().cancellation().check();
  }

  private Optional<FollowReport.Ended> step() {
    Vault vault = vaults.get();
    vault.keys().checkWriter();
    return switch (VaultJournal.of(vault)) {
      case VaultJournal.None none -> throw none.toException(vault);
      case VaultJournal.Ended ended -> afterEnd(vault, ended);
      case VaultJournal.Unusable unusable -> throw unusable.toException();
      case VaultJournal.Open open -> {
        if (refusals.size() >= MOST_REFUSALS) {
          endRefused(vault, open);
        } else {
          follow(vault, open);
        }
        yield Optional.empty();
      }
    };
  }

  private Optional<FollowReport.Ended> afterEnd(Vault vault, VaultJournal.Ended ended) {
    switch (ended.next()) {
      case NOTHING -> {
        clear(vault, ended);
        return Optional.of(ended.report());
      }
      case FOLLOWING_EPOCH -> begun(EpochStart.following(vault, ended, setup.context().tool()));
      case NEW_EPOCH -> {
        try (FollowedServer server =
            FollowedServer.find(setup, vault.description().id()).primary()) {
          begun(new EpochStart(vault, server, setup).anew());
        }
      }
    }
    return Optional.empty();
  }

  /** A slot of which nobody reads would hold back the server's log for ever. */
  private void clear(Vault vault, VaultJournal.Ended ended) {
    try (FollowedServer server =
        FollowedServer.of(setup, vault.description().id(), ended.epoch().document().source())
            .primary()) {
      new Removal(server.session(), server.names()).all();
    }
  }

  private void begun(StoredEpoch.Usable epoch) {
    listener.accept(
        new FollowReport.Begun(
            epoch.id(),
            epoch.document().start(),
            epoch.document().follows().map(JournalEpoch.Before::epoch)));
  }

  private void follow(Vault vault, VaultJournal.Open open) {
    JournalEpoch epoch = open.epoch().document();
    guard.watch(epoch.slot());
    try (FollowedServer server =
            FollowedServer.of(setup, vault.description().id(), epoch.source()).primary();
        JournalWriter writer = vault.journal().resume(open.epoch().id())) {
      ServerWatch watch =
          new ServerWatch(
              server, epoch, guard::givenUp, () -> superseded(vaults.get(), epoch.source()));
      FileStorage storage = new FileStorage(writer, setup.options().pace().heartbeat());
      Optional<EpochEndException> against =
          superseded(vault, epoch.source())
              .map(sentence -> new EpochEndException(EndReason.SUPERSEDED, sentence))
              .or(() -> watch.beforeGoingOn(writer.reached().to()))
              .or(() -> watch.look().against().filter(each -> each.reason().endsStream()));
      JournalFile last =
          against.isPresent()
              ? storage.end(against.get().end(), open.reachedAt())
              : follow(server, watch, storage, open);
      listener.accept(
          new VaultJournal.Ended(open.files(), last, last.end().orElseThrow()).report());
    }
  }

  private static Optional<String> superseded(Vault vault, CatalogPlace source) {
    return vault.replicas().primacy().superseded(source);
  }

  private JournalFile follow(
      FollowedServer server, ServerWatch watch, FileStorage storage, VaultJournal.Open open) {
    JournalEpoch epoch = open.epoch().document();
    JournalWriter.Reached reached = storage.reached();
    ReplicationStream stream =
        server.replication().stream(
            epoch.slot(), reached.to(), List.of(server.names().publication()));
    hasFollowed = true;
    listener.accept(new FollowReport.Following(epoch.epoch(), reached.to()));
    Cutter cutter =
        new Cutter(
            new Assembly(new FollowedTables(epoch), reached),
            new Reach(reached.to(), open.reachedAt()),
            setup.options());
    return new Follower(
            stream,
            watch,
            storage,
            cutter,
            new Follower.Follow(setup.options(), setup.context().cancellation(), this::heard))
        .follow();
  }

  private void heard(FollowReport report) {
    if (report instanceof FollowReport.Stored) {
      failures = 0;
      refusals.clear();
    }
    listener.accept(report);
  }
}
