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
import org.nessiebackup.vault.point.JournalRuns.LostEpochs;

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
  private final Optional<LostEpochs> lost;
  private final Optional<Instant> followed;
  private final JournalPoints points;

  /**
   * Those of a journal.
   *
   * @param followed all before this moment is in the last of them, if somebody says so
   */
  JournalTargets(Backups backups, JournalRuns journal, Optional<Instant> followed) {
    this.backups = backups;
    this.runs = journal.all();
    this.lost = journal.lost();
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
      lost.map(LostEpochs::damage)
          .ifPresent(damage -> refuseOlder(other, Optional.empty(), damage));
      return other;
    }
    JournalRun.Reach reach = runs.getLast().reach();
    if (reach.damage().isPresent()) {
      refuseOlder(other, Optional.of(runs.getLast()), reach.damage().get());
      return other;
    }
    if (isAhead(other, reach.at())) {
      return other;
    }
    return find(
            new StopRule.AtPosition(reach.to()),
            Optional.empty(),
            backup -> !backup.snapshotAt().isAfter(reach.at()))
        .<RecoveryPoint>map(point -> point)
        .orElse(other);
  }

  /**
   * The newest of all is, or may be, what cannot be used; so nothing else is taken for it, unless
   * that is surely newer. What is damaged was stored after all that it holds, by a clock that may
   * differ.
   */
  private void refuseOlder(
      RecoveryPoint other, Optional<JournalRun> before, JournalRun.Damage damage) {
    if (isAhead(other, damage.written().plus(TOLERANCE))) {
      return;
    }
    throw damage
        .reason()
        .failure()
        .exception(
            "the end of the journal cannot be restored: " + damage.reason().getMessage(),
            nearest(before, backup -> true),
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
    if (begun().filter(begun -> !at.isBefore(begun)).isEmpty() || isBehindTheLast(at)) {
      return Optional.empty();
    }
    return Optional.of(
        find(
                new StopRule.AtMoment(at, exclusive, end(at)),
                Optional.of(at),
                backup -> !backup.snapshotAt().isAfter(at))
            .orElseThrow(() -> gapAt(at)));
  }

  private Optional<Instant> begun() {
    return lost.map(LostEpochs::from)
        .or(() -> runs.stream().findFirst().map(run -> run.first().begunAt()));
  }

  /** What is damaged on the way leaves what is before it, and what has a backup behind it. */
  private Optional<RecoveryPoint.Journal> find(
      StopRule rule, Optional<Instant> latest, Predicate<Manifest> isBefore) {
    try {
      return points.find(rule, latest);
    } catch (BackupException e) {
      if (!e.failure().isOfOneManifest()) {
        throw e;
      }
      String nearest = nearest(Optional.empty(), isBefore);
      throw e.failure()
          .exception(e.getMessage(), e.hint().map(hint -> hint + " " + nearest).orElse(nearest), e);
    }
  }

  /** Where the journal ends, if nothing was committed behind that until a moment. */
  private Optional<Lsn> end(Instant at) {
    if (runs.isEmpty()) {
      return Optional.empty();
    }
    JournalRun.Reach reach = runs.getLast().reach();
    boolean all =
        !at.isBefore(reach.at())
            && reach.end().isEmpty()
            && reach.damage().isEmpty()
            && followed.filter(at::isBefore).isPresent();
    return Optional.of(reach.to()).filter(to -> all);
  }

  private boolean isBehindTheLast(Instant at) {
    return !runs.isEmpty()
        && !at.isBefore(runs.getLast().reach().at())
        && runs.getLast().reach().damage().isEmpty()
        && runs.getLast()
            .reach()
            .end()
            .filter(end -> end.reason().equals(JournalFile.End.STOPPED))
            .isPresent();
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
            : before.map(run -> ended(run.reach())).orElseGet(this::beforeAll)
                + after
                    .map(run -> ", and begins again at " + MomentWords.of(run.first().begunAt()))
                    .orElse("");
    BackupException gap =
        gap(
            covered ? new Edge(Optional.empty(), Optional.empty()) : edge(before),
            "%s is not in the journal: %s".formatted(MomentWords.of(at), why),
            backup -> !backup.snapshotAt().isAfter(at));
    return !covered && before.filter(this::isCarried).isPresent() && isNotYet(at, before.get())
        ? gap.failure()
            .exception(
                gap.getMessage(),
                "Ask again in a minute: by then a file says what was committed until then, if"
                    + " somebody follows the journal. "
                    + gap.hint().orElse(""))
        : gap;
  }

  /** Why there is nothing before the first stretch. */
  private String beforeAll() {
    return lost.map(epochs -> "it is damaged: " + epochs.damage().reason().getMessage())
        .orElse("the journal had not begun");
  }

  /** Whether the next file, which comes within a minute, may tell. */
  private boolean isNotYet(Instant at, JournalRun run) {
    JournalRun.Reach reach = run.reach();
    return run == runs.getLast()
        && reach.end().isEmpty()
        && reach.damage().isEmpty()
        && !at.isBefore(reach.at())
        && at.isBefore(reach.at().plus(BETWEEN_FILES));
  }

  /**
   * What is before a gap.
   *
   * @param run a stretch of the journal; absent if there is none
   * @param damage why what follows on it cannot be used; absent if nothing is damaged
   */
  private record Edge(Optional<JournalRun> run, Optional<JournalRun.Damage> damage) {}

  private Edge edge(Optional<JournalRun> before) {
    return new Edge(
        before, before.isPresent() ? before.get().reach().damage() : lost.map(LostEpochs::damage));
  }

  /**
   * A gap, or what is damaged.
   *
   * @param isBefore whether a backup is of before it
   */
  private BackupException gap(Edge edge, String message, Predicate<Manifest> isBefore) {
    return edge.damage()
        .map(damage -> damage.reason().failure())
        .orElse(Failure.GAP)
        .exception(message, nearest(edge.run(), isBefore));
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

  private String nearest(Optional<JournalRun> run, Predicate<Manifest> isBefore) {
    List<Manifest> taken =
        BackupEntry.readable(backups.list()).stream()
            .map(BackupEntry.Listed::manifest)
            .filter(backup -> backup.server().isPresent())
            .toList();
    Optional<Manifest> backup = taken.reversed().stream().filter(isBefore).findFirst();
    Optional<Manifest> after = taken.stream().filter(isBefore.negate()).findFirst();
    Optional<String> before =
        run.filter(this::isCarried)
            .map(JournalRun::reach)
            .filter(end -> backup.filter(each -> each.snapshotAt().isAfter(end.at())).isEmpty())
            .map(
                end -> "the end of the journal, --to %1$s --exclusive (@%1$s^)".formatted(end.to()))
            .or(() -> backup.map(JournalTargets::named));
    return "Nothing was touched. The nearest point before it is %s; %s."
        .formatted(
            before.orElse("none: nothing is so old"),
            after
                .map(each -> "the nearest one after it is " + named(each))
                .orElse("after it there is none yet"));
  }

  /** Whether a backup can be brought forward to the end of a stretch. */
  private boolean isCarried(JournalRun run) {
    return backups
        .newestFirst()
        .filter(backup -> BaseRules.carries(run, backup))
        .flatMap(backup -> BaseRules.base(backup).stream())
        .anyMatch(base -> base.durableTo().compareTo(run.reach().to()) <= 0);
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
    return (having.isEmpty() ? this : only(having))
        .find(rule, Optional.empty(), backup -> isBefore(backup, position))
        .orElseThrow(() -> gapAt(position, having));
  }

  private JournalTargets only(List<JournalRun> some) {
    return new JournalTargets(backups, new JournalRuns(some, lost), followed);
  }

  private static boolean isBefore(Manifest backup, Lsn position) {
    return BaseRules.base(backup)
        .filter(base -> base.durableTo().compareTo(position) <= 0)
        .isPresent();
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
        runs.isEmpty() && lost.isEmpty()
            ? "the vault has none"
            : having.isEmpty()
                ? before
                    .map(run -> ended(run.reach()))
                    .orElseGet(() -> lost.isPresent() ? beforeAll() : "it begins behind that")
                : "no backup is a base for the journal of then";
    return gap(
        having.isEmpty() ? edge(before) : new Edge(Optional.empty(), Optional.empty()),
        "position %s is not in the journal: %s".formatted(position, why),
        backup -> isBefore(backup, position));
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
