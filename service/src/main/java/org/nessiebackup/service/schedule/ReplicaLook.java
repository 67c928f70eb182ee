package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.nessiebackup.replica.ReplicaStatusReport;
import org.nessiebackup.replication.ReplicationSlot;
import org.nessiebackup.service.fleet.ReplicaHealth;
import org.nessiebackup.service.fleet.ReplicaHealth.Finding;
import org.nessiebackup.service.fleet.ReplicaHealth.Phase;
import org.nessiebackup.service.fleet.ReplicaHealth.Reach;
import org.nessiebackup.service.fleet.ReplicaHealth.Slot;

/**
 * What a look at a replica comes to, with what was known of it before.
 *
 * @param before what was known
 * @param mostLag how far behind it may be
 * @param redacted what may be said of something
 * @param now the moment of the look
 */
record ReplicaLook(
    ReplicaHealth before, Duration mostLag, UnaryOperator<String> redacted, Instant now) {
  /** What a finding makes of a replica; the first of these counts, where there are several. */
  private static Optional<Phase> phase(ReplicaStatusReport.Kind kind) {
    return switch (kind) {
      case STOPPED, SLOT_LOST, SUPERSEDED -> Optional.of(Phase.STOPPED);
      case CONFLICT -> Optional.of(Phase.CONFLICT);
      case UNFINISHED -> Optional.of(Phase.UNFINISHED);
      case PRIMARY_UNREACHABLE, REPLICA_UNREACHABLE -> Optional.of(Phase.UNREACHABLE);
      case PROMOTED -> Optional.of(Phase.PROMOTED);
      case FOLLOWING, BEHIND, WRITTEN_TO -> Optional.empty();
    };
  }

  /** After both servers were asked. */
  ReplicaHealth seen(ReplicaStatusReport report) {
    Reach reach = reach(report);
    Optional<ReplicaStatusReport.Finding> worst = worst(report);
    Phase phase =
        worst
            .flatMap(each -> phase(each.kind()))
            .orElse(isLate(reach) ? Phase.BEHIND : Phase.FOLLOWING);
    return new ReplicaHealth(
        before.name(),
        phase,
        reach,
        slot(report),
        report.replica().map(each -> each.connected().size()).orElse(0),
        worst
            .or(
                () ->
                    phase == Phase.BEHIND ? first(report, ReplicaStatusReport.Kind.BEHIND) : worst)
            .or(() -> first(report, ReplicaStatusReport.Kind.WRITTEN_TO))
            .filter(each -> phase != Phase.PROMOTED)
            .map(each -> finding(each, phase)),
        before.promotion());
  }

  private static Optional<ReplicaStatusReport.Finding> worst(ReplicaStatusReport report) {
    return report.findings().stream()
        .filter(each -> phase(each.kind()).isPresent())
        .min(Comparator.comparingInt(each -> rank(each.kind())));
  }

  private static int rank(ReplicaStatusReport.Kind kind) {
    return switch (phase(kind).orElseThrow()) {
      case STOPPED -> 0;
      case CONFLICT -> 1;
      case UNFINISHED -> 2;
      case UNREACHABLE -> 3;
      case NONE, FOLLOWING, BEHIND, PROMOTED -> 4;
    };
  }

  private static Optional<ReplicaStatusReport.Finding> first(
      ReplicaStatusReport report, ReplicaStatusReport.Kind kind) {
    return report.findings().stream().filter(each -> each.kind() == kind).findFirst();
  }

  private Finding finding(ReplicaStatusReport.Finding found, Phase phase) {
    return new Finding(
        since(phase),
        redacted.apply("its replica \"%s\": %s".formatted(before.name(), found.sentence())),
        found.hint().map(redacted));
  }

  /** What has changed its words is the same as long as the phase is. */
  private Instant since(Phase phase) {
    return before.finding().filter(each -> before.phase() == phase).map(Finding::since).orElse(now);
  }

  private Reach reach(ReplicaStatusReport report) {
    Optional<ReplicaStatusReport.Lag> through =
        report.lag().filter(ReplicaStatusReport.Lag::reached);
    boolean both = report.primary().isPresent() && report.replica().isPresent();
    return new Reach(
        through.map(ReplicaStatusReport.Lag::time),
        through.map(ReplicaStatusReport.Lag::at).or(() -> before.reach().reachedAt()),
        both ? Optional.of(now) : before.reach().looked());
  }

  private boolean isLate(Reach reach) {
    return reach
        .lag()
        .or(() -> reach.reachedAt().map(at -> Duration.between(at, now)))
        .filter(each -> each.compareTo(mostLag) > 0)
        .isPresent();
  }

  private Slot slot(ReplicaStatusReport report) {
    Optional<ReplicationSlot> slot = report.primary().flatMap(ReplicaStatusReport.Primary::slot);
    return new Slot(
        report.lag().map(ReplicaStatusReport.Lag::bytes),
        slot.map(each -> each.log().retainedBytes()),
        before.slot().limit());
  }

  /** After nothing could be asked. */
  ReplicaHealth unreachable(String why, Optional<String> hint) {
    return new ReplicaHealth(
        before.name(),
        Phase.UNREACHABLE,
        new Reach(Optional.empty(), before.reach().reachedAt(), before.reach().looked()),
        new Slot(Optional.empty(), Optional.empty(), before.slot().limit()),
        0,
        Optional.of(
            new Finding(
                since(Phase.UNREACHABLE),
                "its replica \"%s\" cannot be looked at: %s".formatted(before.name(), why),
                hint)),
        before.promotion());
  }
}
