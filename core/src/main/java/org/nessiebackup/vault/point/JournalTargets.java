package org.nessiebackup.vault.point;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.MomentWords;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.backups.Backups;

/**
 * What words for a point mean in the journal. Where it does not reach, nothing else is taken: what
 * lies nearest before and behind is named.
 */
final class JournalTargets {
  /** So much well-kept clocks differ. */
  private static final Duration TOLERANCE = Duration.ofMinutes(10);

  /** So long after one file there is another one, if somebody follows; and a little. */
  private static final Duration BETWEEN_FILES = Duration.ofSeconds(90);

  private final Backups backups;
  private final List<JournalRun> runs;
  private final Optional<Instant> followed;
  private final JournalPoints points;

  /**
   * Those of some runs.
   *
   * @param followed all before this moment is in the last of them, if somebody says so
   */
  JournalTargets(Backups backups, List<JournalRun> runs, Optional<Instant> followed) {
    this.backups = backups;
    this.runs = List.copyOf(runs);
    this.followed = followed;
    this.points = new JournalPoints(backups, this.runs);
  }

  /**
   * The newest point of all.
   *
   * @param other the newest without the journal
   */
  RecoveryPoint newest(RecoveryPoint other) {
    if (runs.isEmpty()) {
      return other;
    }
    JournalRun.Reach reach = runs.getLast().reach();
    if (reach.damage().isPresent()) {
      // What is damaged was stored after all that it holds, by a clock that may differ.
      return isAhead(other, reach.damage().get().written().plus(TOLERANCE))
          ? other
          : lost(reach, reach.damage().get());
    }
    if (isAhead(other, reach.at())) {
      return other;
    }
    return points
        .find(new StopRule.AtPosition(reach.to()), Optional.empty())
        .<RecoveryPoint>map(point -> point)
        .orElse(other);
  }

  /** The newest of all is, or may be, what cannot be used; so nothing else is taken for it. */
  private RecoveryPoint lost(JournalRun.Reach reach, JournalRun.Damage damage) {
    throw damage
        .reason()
        .failure()
        .exception(
            "the end of the journal cannot be restored: " + damage.reason().getMessage(),
            nearest(Optional.of(reach), backup -> !backup.snapshotAt().isAfter(reach.at())),
            damage.reason());
  }

  /**
   * Whether a point has what the journal has not: a tip that says only that nothing moved has not.
   */
  private static boolean isAhead(RecoveryPoint other, Instant reached) {
    return other.backup().snapshotAt().isAfter(reached)
        || (other instanceof RecoveryPoint.Tip tip
            && tip.tips().tips().stream()
                .anyMatch(
                    each ->
                        each.moment().seenAt().isAfter(reached) && each.references().isPresent()));
  }

  /**
   * The point of a moment.
   *
   * @return absent if the moment is before the journal began, or after it was stopped for good
   * @throws BackupException {@link Failure#GAP} if it lies in between and cannot be restored
   */
  Optional<RecoveryPoint> moment(PointTarget.Moment moment, boolean exclusive) {
    Instant at = moment.at();
    if (runs.isEmpty()
        || at.isBefore(runs.getFirst().first().begunAt())
        || isBehindTheLast(at, runs.getLast().reach())) {
      return Optional.empty();
    }
    return Optional.of(
        points
            .find(new StopRule.AtMoment(at, exclusive, end(at)), Optional.of(at))
            .orElseThrow(() -> gapAt(at)));
  }

  /** Where the journal ends, if nothing was committed behind that until a moment. */
  private Optional<Lsn> end(Instant at) {
    JournalRun.Reach reach = runs.getLast().reach();
    boolean all =
        !at.isBefore(reach.at())
            && reach.end().isEmpty()
            && reach.damage().isEmpty()
            && followed.filter(at::isBefore).isPresent();
    return Optional.of(reach.to()).filter(to -> all);
  }

  private static boolean isBehindTheLast(Instant at, JournalRun.Reach reach) {
    return !at.isBefore(reach.at())
        && reach.end().filter(end -> end.reason().equals(JournalFile.End.STOPPED)).isPresent();
  }

  private BackupException gapAt(Instant at) {
    Optional<JournalRun> before =
        runs.reversed().stream().filter(run -> !run.first().begunAt().isAfter(at)).findFirst();
    boolean covered = before.filter(run -> run.reach().at().isAfter(at)).isPresent();
    Optional<JournalRun> after =
        runs.stream().filter(run -> run.first().begunAt().isAfter(at)).findFirst();
    String why =
        covered
            ? "no backup is a base for the journal of then"
                + (before.get().isCut() ? "; what comes right before that is damaged" : "")
            : before.map(run -> ended(run.reach())).orElse("the journal had not begun")
                + after
                    .map(run -> ", and begins again at " + MomentWords.of(run.first().begunAt()))
                    .orElse("");
    BackupException gap =
        gap(
            covered ? Optional.empty() : before.map(JournalRun::reach),
            "%s is not in the journal: %s".formatted(MomentWords.of(at), why),
            backup -> !backup.snapshotAt().isAfter(at));
    return !covered && isNotYet(at, runs.getLast().reach())
        ? gap.failure()
            .exception(
                gap.getMessage(),
                "Ask again in a minute: by then a file says what was committed until then, if"
                    + " somebody follows the journal. "
                    + gap.hint().orElse(""))
        : gap;
  }

  /** Whether the next file, which comes within a minute, may tell. */
  private static boolean isNotYet(Instant at, JournalRun.Reach reach) {
    return reach.end().isEmpty()
        && reach.damage().isEmpty()
        && !at.isBefore(reach.at())
        && at.isBefore(reach.at().plus(BETWEEN_FILES));
  }

  /**
   * A gap, or what is damaged.
   *
   * @param reach how far the journal goes before it
   * @param isBefore whether a backup is of before it
   */
  private BackupException gap(
      Optional<JournalRun.Reach> reach, String message, Predicate<Manifest> isBefore) {
    return reach
        .flatMap(JournalRun.Reach::damage)
        .map(damage -> damage.reason().failure())
        .orElse(Failure.GAP)
        .exception(message, nearest(reach, isBefore));
  }

  private static String ended(JournalRun.Reach reach) {
    return "it goes to %s (%s)%s"
        .formatted(
            MomentWords.of(reach.at()),
            reach.to(),
            reach
                .damage()
                .map(damage -> "; behind that it is damaged: " + damage.reason().getMessage())
                .or(() -> reach.end().map(end -> ", where it ended: " + end.text()))
                .orElse(""));
  }

  private String nearest(Optional<JournalRun.Reach> reach, Predicate<Manifest> isBefore) {
    List<Manifest> taken =
        BackupEntry.readable(backups.list()).stream()
            .map(BackupEntry.Listed::manifest)
            .filter(backup -> backup.server().isPresent())
            .toList();
    Optional<Manifest> before = taken.reversed().stream().filter(isBefore).findFirst();
    Optional<Manifest> after = taken.stream().filter(isBefore.negate()).findFirst();
    boolean journalIsNearer =
        reach
            .filter(end -> before.filter(backup -> backup.snapshotAt().isAfter(end.at())).isEmpty())
            .isPresent();
    String nearestBefore =
        journalIsNearer
            ? "the end of the journal, --to %s --exclusive".formatted(reach.get().to())
            : before.map(JournalTargets::named).orElse("none");
    return "Nothing was touched. The nearest points are %s, before it, and %s, after it: name one of them."
        .formatted(nearestBefore, after.map(JournalTargets::named).orElse("none yet"));
  }

  private static String named(Manifest backup) {
    return "backup %s of %s".formatted(backup.id(), MomentWords.of(backup.snapshotAt()));
  }

  /**
   * The point of a position.
   *
   * @throws BackupException {@link Failure#GAP} if the journal does not have it, {@link
   *     Failure#USAGE} if several servers have had such a position
   */
  RecoveryPoint position(Lsn position, boolean exclusive) {
    StopRule.AtPosition rule = StopRule.AtPosition.of(position, exclusive);
    List<JournalRun> having =
        runs.stream().filter(run -> run.endOf(rule.bound()).isPresent()).toList();
    if (having.size() > 1) {
      throw Failure.USAGE.exception(
          "position %s is in the journal %d times, of several servers or timelines: %s"
              .formatted(
                  position,
                  having.size(),
                  having.stream().map(JournalTargets::span).collect(Collectors.joining("; "))),
          "Name the backup as well that is brought forward, as ID@%s.".formatted(position));
    }
    return (having.isEmpty() ? points : new JournalPoints(backups, having))
        .find(rule, Optional.empty())
        .orElseThrow(() -> gapAt(position, having));
  }

  private static String span(JournalRun run) {
    return "from %s to %s"
        .formatted(MomentWords.of(run.first().begunAt()), MomentWords.of(run.reach().at()));
  }

  private BackupException gapAt(Lsn position, List<JournalRun> having) {
    Optional<JournalRun> before =
        runs.stream()
            .filter(run -> run.reach().to().compareTo(position) <= 0)
            .max(Comparator.comparing(run -> run.reach().to()));
    String why =
        runs.isEmpty()
            ? "the vault has none"
            : having.isEmpty()
                ? before.map(run -> ended(run.reach())).orElse("it begins behind that")
                : "no backup is a base for the journal of then";
    return gap(
        having.isEmpty() ? before.map(JournalRun::reach) : Optional.empty(),
        "position %s is not in the journal: %s".formatted(position, why),
        backup ->
            BaseRules.base(backup)
                .filter(base -> base.durableTo().compareTo(position) <= 0)
                .isPresent());
  }

  /** The point of a position, with the base that somebody names. */
  RecoveryPoint position(Manifest backup, Lsn position) {
    BaseRules.objection(backup, runs)
        .ifPresent(
            reason -> {
              throw Failure.GAP.exception(
                  "backup \"%s\" cannot be brought forward: it %s".formatted(backup.id(), reason),
                  "Name a position without a backup, as @%s, and the right one is found."
                      .formatted(position));
            });
    return points.find(backup, position).orElseThrow(() -> gapAt(position, List.of()));
  }
}
