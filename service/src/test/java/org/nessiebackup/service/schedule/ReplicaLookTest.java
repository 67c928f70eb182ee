package org.nessiebackup.service.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupId;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.replica.ReplicaStatusReport;
import org.nessiebackup.replica.ReplicaStatusReport.Kind;
import org.nessiebackup.service.fleet.ReplicaHealth;
import org.nessiebackup.service.fleet.ReplicaHealth.Finding;
import org.nessiebackup.service.fleet.ReplicaHealth.Phase;
import org.nessiebackup.service.fleet.SampleReplica;
import org.nessiebackup.testing.SampleManifests;

class ReplicaLookTest {
  private static final Instant NOW = SampleManifests.TIME;
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static ReplicaHealth look(ReplicaHealth before, Instant now, ReplicaStatusReport report) {
    return new ReplicaLook(before, MINUTE, text -> text.replace("hunter2", "***"), now)
        .seen(report);
  }

  private static ReplicaStatusReport report(
      Optional<ReplicaStatusReport.Lag> lag, List<String> connected, Kind... found) {
    return new ReplicaStatusReport(
        state(),
        Optional.of(
            new ReplicaStatusReport.Primary(
                Lsn.ZERO, Optional.empty(), Optional.empty(), Optional.empty())),
        Optional.of(new ReplicaStatusReport.Replica(Optional.empty(), Optional.empty(), connected)),
        lag,
        List.of(found).stream()
            .map(
                kind ->
                    new ReplicaStatusReport.Finding(
                        kind, "it is " + kind.label() + " hunter2", Optional.of("Do it.")))
            .toList());
  }

  private static ReplicaState state() {
    CatalogPlace place = new CatalogPlace("1", 1, "db", 5, "18.0", "nessie", "JDBC2");
    return new ReplicaState(
        new ReplicaState.Head("vault", "test", "standby", 1, NOW, Protection.NONE),
        ReplicaState.Phase.FOLLOWING,
        ReplicaState.FIRST_EPOCH,
        new ReplicaState.Servers(place, place),
        new ReplicaState.Link("s", "p", "s", List.of(1L, 2L), "host=a"),
        Optional.of(new ReplicaState.Seed(BackupId.create(NOW), Lsn.ZERO)),
        Optional.empty());
  }

  private static Optional<ReplicaStatusReport.Lag> lag(Instant at, Duration time, boolean reached) {
    return Optional.of(new ReplicaStatusReport.Lag(100, time, reached, at));
  }

  @Test
  void markThatComesThroughSaysHowFarItIs() {
    ReplicaHealth seen =
        look(
            SampleReplica.following(NOW.minusSeconds(20)),
            NOW,
            report(lag(NOW, Duration.ofMillis(40), true), List.of(), Kind.FOLLOWING));

    assertThat(seen.phase()).isEqualTo(Phase.FOLLOWING);
    assertThat(seen.lag(NOW.plusSeconds(5))).hasValue(Duration.ofMillis(40));
    assertThat(seen.reach().reachedAt()).hasValue(NOW);
    assertThat(seen.finding()).isEmpty();
  }

  @Test
  void oneWhoseMarksDoNotComeThroughIsBehindAfterAWhileAndItsLagGrows() {
    ReplicaHealth before = SampleReplica.following(NOW);
    ReplicaStatusReport behind =
        report(lag(NOW, Duration.ofSeconds(3), false), List.of(), Kind.BEHIND);
    ReplicaHealth soon = look(before, NOW.plusSeconds(60), behind);
    assertThat(soon.phase()).isEqualTo(Phase.FOLLOWING);
    assertThat(soon.finding()).isEmpty();

    ReplicaHealth later = look(soon, NOW.plusSeconds(61), behind);
    assertThat(later.phase()).isEqualTo(Phase.BEHIND);
    assertThat(later.lag(NOW.plusSeconds(70))).hasValue(Duration.ofSeconds(70));
    assertThat(later.finding().map(Finding::sentence))
        .hasValue("its replica \"standby\": it is behind ***");
    assertThat(look(later, NOW.plusSeconds(90), behind).finding().map(Finding::since))
        .hasValue(NOW.plusSeconds(61));
  }

  @Test
  void worstFindingCounts() {
    ReplicaHealth stopped =
        look(
            SampleReplica.following(NOW),
            NOW,
            report(
                Optional.empty(),
                List.of("session 1"),
                Kind.WRITTEN_TO,
                Kind.REPLICA_UNREACHABLE,
                Kind.SLOT_LOST));
    assertThat(stopped.phase()).isEqualTo(Phase.STOPPED);
    assertThat(stopped.finding().map(Finding::sentence).orElseThrow()).contains("slot-lost");

    ReplicaHealth used =
        look(
            SampleReplica.following(NOW),
            NOW,
            report(
                lag(NOW, Duration.ZERO, true),
                List.of("session 1"),
                Kind.WRITTEN_TO,
                Kind.FOLLOWING));
    assertThat(used.phase()).isEqualTo(Phase.FOLLOWING);
    assertThat(used.clients()).isEqualTo(1);
    assertThat(used.finding().map(Finding::sentence).orElseThrow()).contains("written-to");
  }

  @Test
  void everyFindingHasItsPhase() {
    for (Kind kind : Kind.values()) {
      Phase phase =
          look(SampleReplica.following(NOW), NOW, report(Optional.empty(), List.of(), kind))
              .phase();
      assertThat(phase == Phase.FOLLOWING || phase == Phase.PROMOTED)
          .as(kind.label())
          .isEqualTo(kind.severity() != ReplicaStatusReport.Severity.ERROR);
    }
  }
}
