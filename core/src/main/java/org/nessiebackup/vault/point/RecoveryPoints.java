package org.nessiebackup.vault.point;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.PointId;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.backups.Backups;
import org.nessiebackup.vault.backups.ParentLookup;
import org.nessiebackup.vault.journal.Journals;
import org.nessiebackup.vault.tip.TipEpoch;
import org.nessiebackup.vault.tip.Tips;

/**
 * The recovery points of a vault.
 *
 * @param backups its backups
 * @param tips its tips
 * @param journals its journal
 * @param now what is yet to come by it is not believed
 * @param followed what was committed before this moment is in the journal, by the word of who
 *     follows it; absent where nobody says so, and its files alone do
 */
public record RecoveryPoints(
    Backups backups, Tips tips, Journals journals, Instant now, Optional<Instant> followed) {
  /** How long after a backup was published its predecessor may still get tips. */
  private static final Duration LAG = Duration.ofMinutes(10);

  /** The same, by the word of who follows the journal: all before a moment is there. */
  public RecoveryPoints followedUntil(Instant moment) {
    return new RecoveryPoints(backups, tips, journals, now, Optional.of(moment));
  }

  /**
   * The point that somebody means.
   *
   * @throws BackupException {@link Failure#BACKUP_NOT_FOUND} if there is none; {@link
   *     Failure#USAGE} if the words are none, or name several or a moment that is yet to come;
   *     {@link Failure#DAMAGED} or {@link Failure#UNTRUSTED} if what may be it cannot be used:
   *     another one is not what was asked for
   */
  public RecoveryPoint find(PointSelector wanted, CommitPositions commits) {
    return switch (wanted) {
      case PointSelector.Named named ->
          named.isTarget() ? find(PointSelector.words(named.words(), now), commits) : named(named);
      case PointSelector.To to ->
          switch (to.target()) {
            case PointTarget.Moment moment -> asOf(moment, to);
            case PointTarget.Position position ->
                journal().position(position.lsn(), to.exclusive());
            case PointTarget.Mark mark -> journal().position(marks().find(mark), to.exclusive());
            case PointTarget.Commit commit ->
                journal().position(commits.first(commit.hash()), to.exclusive());
          };
    };
  }

  /**
   * The same, where nobody asks by a commit.
   *
   * @throws BackupException as the other one
   */
  public RecoveryPoint find(PointSelector wanted) {
    return find(
        wanted,
        hash -> {
          throw new IllegalArgumentException("commits are known to those who read rows");
        });
  }

  /** Knows commits, which takes somebody who reads rows. */
  @FunctionalInterface
  public interface CommitPositions {
    /**
     * The commit of the first transaction after which a branch or tag leads to a commit of Nessie.
     *
     * @param hash its hash, or the beginning
     * @throws BackupException {@link Failure#GAP} if there is none, {@link Failure#USAGE} if there
     *     are several
     */
    Lsn first(String hash);
  }

  /**
   * What of the journal can be proven by two backups each, oldest first.
   *
   * @param known tells which of them, in their order, need not be looked at, as far as no file is
   *     missing between them
   * @return the newest backup, if it is in no stretch of the journal
   */
  public Optional<NoBase> provable(
      BiPredicate<BackupId, BackupId> known, Consumer<ProvablePair> sink) {
    JournalPoints points = new JournalPoints(backups, JournalRun.all(journals));
    points.pairs(known, sink);
    return points.outside();
  }

  /**
   * What cannot be used of the journal where no pair of backups would show it: behind the newest
   * backup of each stretch, whose files are read for that, and whole epochs.
   */
  public List<BackupException> damageBehindBackups() {
    JournalRuns runs = JournalRuns.of(journals);
    return Stream.concat(
            runs.lost().stream().map(epochs -> epochs.damage().reason()),
            new JournalPoints(backups, runs.all()).damageBehind())
        .toList();
  }

  /**
   * How far the journal goes, without reading more than the ends of it; absent if there is none.
   *
   * @throws BackupException {@link Failure#DAMAGED}, {@link Failure#UNTRUSTED} or {@link
   *     Failure#FORMAT_UNSUPPORTED} if the end cannot be used
   */
  public Optional<JournalReach> journalReach() {
    JournalRuns runs = JournalRuns.of(journals);
    if (runs.all().isEmpty()) {
      runs.lost()
          .ifPresent(
              epochs -> {
                throw epochs.damage().reason();
              });
      return Optional.empty();
    }
    return Optional.of(
        JournalReach.of(runs.all().getLast(), BackupEntry.readable(backups.list()).reversed()));
  }

  /** Which times the journal has, and which it has not. */
  public JournalCoverage journalCoverage() {
    return JournalCoverage.of(journals);
  }

  /** The points that somebody has named. */
  public JournalMarks marks() {
    return new JournalMarks(journals);
  }

  private JournalTargets journal() {
    return new JournalTargets(backups, JournalRuns.of(journals), followed);
  }

  /**
   * The newest tip of a backup that there is, which is read alone; absent if there is none.
   *
   * @throws BackupException {@link Failure#DAMAGED} or {@link Failure#UNTRUSTED} if it cannot be
   *     used
   */
  public Optional<TipPoint> newestTip() {
    for (BackupId base : tips.bases().descendingSet()) {
      Optional<Tip> tip = identified(base).flatMap(tips::newest);
      if (tip.isPresent()) {
        return tip.map(
            newest -> new TipPoint(PointId.of(base, newest.number()), newest.moment().seenAt()));
      }
    }
    return Optional.empty();
  }

  /** A backup; absent if it is gone or cannot be read, which others tell. */
  private Optional<ParentLookup.Identified> identified(BackupId base) {
    try {
      return Optional.of(backups.identified(base));
    } catch (BackupException e) {
      if (e.failure() == Failure.BACKUP_NOT_FOUND || e.failure().isOfOneManifest()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private RecoveryPoint named(PointSelector.Named named) {
    PointId.Split split = PointId.Split.of(named.words());
    Manifest backup = backups.find(split.backup());
    if (split.tip().isPresent()) {
      return tip(backups.identified(backup.id()), split.tip().getAsLong());
    }
    if (split.position().isPresent()) {
      return journal().position(backup, split.position().get());
    }
    return named.isLatest() && named.newest()
        ? journal().newest(named.tips() ? newest(backup, Instant.MAX) : exact(backup))
        : exact(backup);
  }

  private RecoveryPoint asOf(PointTarget.Moment asOf, PointSelector.To wanted) {
    if (BackupClocks.ahead(asOf.at(), now)) {
      // The newest of all would look like what was asked for.
      throw Failure.USAGE.exception(
          "%s is yet to come".formatted(seconds(asOf.at())),
          "Name a moment of the past; `restore latest` brings back the newest state there is.");
    }
    return journal()
        .moment(asOf, wanted.exclusive())
        .orElseGet(
            () -> {
              // The last of all moments before it, as far as a document can say.
              Instant until = wanted.exclusive() ? asOf.at().minusNanos(1) : asOf.at();
              Manifest backup = backups.asOf(until);
              return wanted.tips() ? newest(backup, until) : exact(backup);
            });
  }

  private RecoveryPoint exact(Manifest manifest) {
    return new RecoveryPoint.Exact(backups.chain(manifest.id()));
  }

  private RecoveryPoint tip(ParentLookup.Identified base, long number) {
    TipEpoch epoch = tips.epoch(base);
    if (number <= epoch.tips().size()) {
      return point(epoch, epoch.tips().get((int) number - 1));
    }
    if (epoch.damage().isPresent()) {
      throw lost("tip " + PointId.of(base.manifest().id(), number), epoch, epoch.damage().get());
    }
    throw Failure.BACKUP_NOT_FOUND.exception(
        "there is no tip \"%s\": backup \"%s\" has %d"
            .formatted(
                PointId.of(base.manifest().id(), number),
                base.manifest().id(),
                epoch.tips().size()),
        "`nessie-backup list --tips` shows those there are.");
  }

  private RecoveryPoint point(TipEpoch epoch, Tip last) {
    return new RecoveryPoint.Tip(backups.chain(epoch.base()), epoch.upTo(last));
  }

  /**
   * The newest point up to a moment.
   *
   * @param backup the newest backup of then
   */
  private RecoveryPoint newest(Manifest backup, Instant moment) {
    for (Manifest base : bases(backup)) {
      TipEpoch epoch = tips.epoch(backups.identified(base.id()));
      Optional<Tip> last =
          epoch.tips().reversed().stream()
              .filter(tip -> !tip.moment().seenAt().isAfter(moment))
              .findFirst();
      boolean allBefore = last.equals(epoch.last());
      if (allBefore && epoch.damage().isPresent()) {
        throw lost("a tip behind it", epoch, epoch.damage().get());
      }
      // Those of the backup itself are later whatever a clock says that was set back meanwhile.
      boolean own = base.id().equals(backup.id());
      if (last.filter(tip -> own || tip.moment().seenAt().isAfter(backup.snapshotAt()))
          .isPresent()) {
        return point(epoch, last.get());
      }
    }
    return exact(backup);
  }

  /**
   * The backups whose tips may be newer than a backup: those of itself, and of those before it
   * until the next one was there and known to whoever writes tips.
   */
  private List<Manifest> bases(Manifest backup) {
    List<Manifest> bases = new ArrayList<>(List.of(backup));
    Optional<Manifest> before = backups.before(backup);
    while (before.isPresent()
        && bases.getLast().times().finished().plus(LAG).isAfter(backup.snapshotAt())) {
      bases.add(before.get());
      before = backups.before(before.get());
    }
    return bases;
  }

  /** What was asked for is, or may be, what cannot be used; so nothing else is taken for it. */
  private BackupException lost(String what, TipEpoch epoch, BackupException reason) {
    Manifest base = epoch.base().manifest();
    String before =
        epoch
            .last()
            .map(
                tip ->
                    "%s of %s"
                        .formatted(
                            PointId.of(base.id(), tip.number()), seconds(tip.moment().seenAt())))
            .orElseGet(() -> "%s of %s".formatted(base.id(), seconds(base.snapshotAt())));
    String after =
        backups
            .after(base)
            .map(next -> "%s of %s".formatted(next.id(), seconds(next.snapshotAt())))
            .orElse("none yet");
    return reason
        .failure()
        .exception(
            "%s cannot be restored: %s".formatted(what, reason.getMessage()),
            "Nothing was touched. The nearest good points are %s before it, and %s after it: name one of them, let --exact take backups alone, or bring the file back from a copy of the vault."
                .formatted(before, after),
            reason);
  }

  private static Instant seconds(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS);
  }
}
