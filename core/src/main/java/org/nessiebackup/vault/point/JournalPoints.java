package org.nessiebackup.vault.point;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.backups.Backups;
import org.nessiebackup.vault.journal.FileSearch;
import org.nessiebackup.vault.journal.JournalFiles;
import org.nessiebackup.vault.journal.StoredEpoch;

/**
 * Finds what the journal can bring a backup forward to: the newest base that is not behind the end,
 * and the files that lead from it to there.
 *
 * @param backups the vault's backups
 * @param runs what there is of the journal
 */
record JournalPoints(Backups backups, List<JournalRun> runs) {
  /** So many backups are named that are no base. */
  private static final int MOST_NAMED = 20;

  /** Whether the vault has a journal. */
  boolean isEmpty() {
    return runs.isEmpty();
  }

  /**
   * The point where a replay ends.
   *
   * @param latest only bases whose state is not of a later moment
   * @return absent if no backup can be brought forward to there
   */
  Optional<RecoveryPoint.Journal> find(StopRule rule, Optional<Instant> latest) {
    List<NoBase> noBases = new ArrayList<>();
    Map<JournalRun, Optional<Lsn>> ends = new HashMap<>();
    for (Manifest backup : (Iterable<Manifest>) candidates(rule)::iterator) {
      if (latest.filter(backup.snapshotAt()::isAfter).isEmpty()) {
        Optional<String> objection = BaseRules.objection(backup, runs);
        if (objection.isPresent()) {
          add(noBases, backup.id(), objection.get());
        } else {
          Attempt attempt = attempt(backup, rule, noBases, ends);
          if (attempt.point().isPresent() || attempt.isLast()) {
            return attempt.point();
          }
        }
      }
    }
    return Optional.empty();
  }

  /** The newest ones first. Of a position each says by itself whether it will do. */
  private Stream<Manifest> candidates(StopRule rule) {
    return switch (rule) {
      case StopRule.AtPosition position -> backups.newestFirst();
      case StopRule.AtMoment moment ->
          BackupEntry.readable(backups.list()).reversed().stream()
              .map(BackupEntry.Listed::manifest);
    };
  }

  private Attempt attempt(
      Manifest backup, StopRule rule, List<NoBase> noBases, Map<JournalRun, Optional<Lsn>> ends) {
    return switch (rule) {
      case StopRule.AtMoment moment -> attempt(backup, rule, noBases);
      case StopRule.AtPosition position -> {
        Optional<Lsn> end = ends.computeIfAbsent(run(backup), run -> run.endOf(position.bound()));
        yield end.filter(each -> each.compareTo(durableTo(backup)) >= 0).isPresent()
            ? attempt(backup, rule, noBases)
            : Attempt.ANOTHER;
      }
    };
  }

  /** The newest that can bring it forward; there is one. */
  private JournalRun run(Manifest backup) {
    return runs.reversed().stream()
        .filter(each -> BaseRules.carries(each, backup))
        .findFirst()
        .orElseThrow();
  }

  private static Lsn durableTo(Manifest backup) {
    return BaseRules.base(backup).orElseThrow().durableTo();
  }

  private static void add(List<NoBase> noBases, BackupId backup, String reason) {
    if (noBases.size() < MOST_NAMED) {
      noBases.add(new NoBase(backup, reason));
    }
  }

  /**
   * What comes of a base.
   *
   * @param isLast whether no older one can do better
   */
  private record Attempt(Optional<RecoveryPoint.Journal> point, boolean isLast) {
    static final Attempt ANOTHER = new Attempt(Optional.empty(), false);
    static final Attempt NONE = new Attempt(Optional.empty(), true);
  }

  private Attempt attempt(Manifest backup, StopRule rule, List<NoBase> noBases) {
    JournalRun run = run(backup);
    BaseRules.Base base = BaseRules.base(backup).orElseThrow();
    ReplayScan scan = scan(run, backup, base, rule);
    if (run == newest()) {
      scan.finish();
    }
    if (scan.stop().isEmpty()) {
      return rule.moment().isPresent() ? Attempt.NONE : Attempt.ANOTHER;
    }
    if (scan.stop().get().compareTo(base.durableTo()) < 0) {
      // Nothing is wrong with it: it is newer than what is wanted.
      return Attempt.ANOTHER;
    }
    try {
      BackupChain chain = backups.chain(backup.id());
      chain.members().forEach(backups::checkComplete);
      return new Attempt(
          Optional.of(new RecoveryPoint.Journal(chain, scan.replay(), scan.summary(noBases))),
          true);
    } catch (BackupException e) {
      if (!e.failure().isOfOneManifest()) {
        throw e;
      }
      add(noBases, backup.id(), "is damaged: " + e.getMessage());
      return Attempt.ANOTHER;
    }
  }

  /** The point with a given base; absent if that cannot be brought forward to there. */
  Optional<RecoveryPoint.Journal> find(Manifest backup, Lsn position) {
    StopRule rule = StopRule.AtPosition.of(position, false);
    return BaseRules.objection(backup, runs).isPresent()
        ? Optional.empty()
        : attempt(backup, rule, new ArrayList<>()).point();
  }

  /**
   * All that can be proven of the journal, one after the other, oldest first.
   *
   * @param known tells what was proven before
   */
  void pairs(BiPredicate<BackupId, BackupId> known, Consumer<ProvablePair> sink) {
    for (JournalRun run : runs) {
      List<Manifest> bases =
          BackupEntry.readable(backups.list()).stream()
              .map(BackupEntry.Listed::manifest)
              .filter(backup -> BaseRules.carries(run, backup))
              .toList();
      PresentFiles present = new PresentFiles(run);
      for (int i = 1; i < bases.size(); i++) {
        Manifest from = bases.get(i - 1);
        Manifest to = bases.get(i);
        sink.accept(
            known.test(from.id(), to.id()) && present.lead(from, to)
                ? ProvablePair.known(from, to)
                : pair(run, from, to));
      }
    }
  }

  /** Why what lies behind the newest base of each stretch cannot be used, where that is so. */
  Stream<BackupException> damageBehind() {
    return runs.stream().flatMap(run -> damageBehind(run).stream());
  }

  private Optional<BackupException> damageBehind(JournalRun run) {
    try {
      backups
          .newestFirst()
          .filter(backup -> BaseRules.carries(run, backup))
          .findFirst()
          .flatMap(BaseRules::base)
          .ifPresent(base -> read(run, base.from()));
    } catch (BackupException e) {
      if (!e.failure().isOfOneManifest()) {
        throw e;
      }
      return Optional.of(e);
    }
    return run.reach().damage().map(JournalRun.Damage::reason);
  }

  private static void read(JournalRun run, Lsn from) {
    int place = run.epochOf(from);
    long first = run.find(run.files(place), FileSearch.beyond(from), JournalFile::number);
    run.walk(place, first, (epoch, file) -> true);
  }

  /** The newest backup, if no stretch of the journal has it, and why; absent without a journal. */
  Optional<NoBase> outside() {
    return runs.isEmpty()
        ? Optional.empty()
        : backups
            .newestFirst()
            .findFirst()
            .flatMap(
                backup ->
                    BaseRules.objection(backup, runs)
                        .map(reason -> new NoBase(backup.id(), reason)));
  }

  private ProvablePair pair(JournalRun run, Manifest from, Manifest to) {
    try {
      return new ProvablePair(from, to, between(run, from, to), Optional.empty(), false);
    } catch (BackupException e) {
      if (!e.failure().isOfOneManifest()) {
        throw e;
      }
      return new ProvablePair(from, to, Optional.empty(), Optional.of(e), false);
    }
  }

  private Optional<RecoveryPoint.Journal> between(JournalRun run, Manifest from, Manifest to) {
    BaseRules.Base next = BaseRules.base(to).orElseThrow();
    JournalRun.Reach reach = run.reach();
    if (reach.to().compareTo(next.durableTo()) < 0) {
      reach
          .damage()
          .ifPresent(
              damage -> {
                throw damage.reason();
              });
      return Optional.empty();
    }
    ReplayScan scan =
        scan(
            run,
            from,
            BaseRules.base(from).orElseThrow(),
            new StopRule.AtPosition(next.durableTo()));
    return Optional.of(
        new RecoveryPoint.Journal(
            backups.chain(from.id()), scan.replay().seenBy(next.seen()), scan.summary(List.of())));
  }

  private static ReplayScan scan(
      JournalRun run, Manifest backup, BaseRules.Base base, StopRule rule) {
    ReplayScan scan = new ReplayScan(base.seen(), rule);
    Instant since = backup.snapshotAt().minus(BaseRules.WAIT);
    Predicate<JournalFile> isBeyond = FileSearch.beyond(base.from()).holds();
    FileSearch wanted =
        new FileSearch(isBeyond.or(file -> file.span().reachedAt().isAfter(since)), file -> false);
    int place = run.epochOf(base.from());
    while (place > 0 && run.epochs().get(place).document().begunAt().isAfter(since)) {
      place--;
    }
    JournalFiles files = run.files(place);
    long first = run.find(files, wanted, file -> whole(files, file, base));
    try {
      run.walk(place, first, scan);
    } catch (BackupException e) {
      if (!e.failure().isOfOneManifest() || scan.stop().isEmpty()) {
        throw e;
      }
      // Nothing behind the end is applied: it is read for people only.
      scan.cut();
    }
    return scan;
  }

  /**
   * The number of the first file that has rows of transactions which are complete in this one, and
   * which the base has not seen.
   */
  private static long whole(JournalFiles files, JournalFile file, BaseRules.Base base) {
    long number = file.number();
    if (mayGoOn(file, base)) {
      while (number > 1 && files.file(number - 1).unfinished().isPresent()) {
        number--;
      }
    }
    return number;
  }

  /** Whether a transaction that counts may have begun in the file before. */
  private static boolean mayGoOn(JournalFile file, BaseRules.Base base) {
    return file.transactions().isEmpty()
        ? file.unfinished().isPresent()
        : !base.seen().sees(file.transactions().getFirst().xid());
  }

  /** The newest epochs without a gap. */
  JournalRun newest() {
    return runs.getLast();
  }

  /** The epochs, oldest first. */
  List<StoredEpoch.Usable> epochs() {
    return runs.stream().flatMap(run -> run.epochs().stream()).toList();
  }
}
