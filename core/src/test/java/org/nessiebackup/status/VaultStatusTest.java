package org.nessiebackup.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupId;
import org.nessiebackup.PointId;
import org.nessiebackup.manifest.CatalogPlace;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.ReplicaState;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.Upload;
import org.nessiebackup.testing.HandClock;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.record.Drills;
import org.nessiebackup.vault.record.JournalProofs;

class VaultStatusTest {
  private final HandClock clock = new HandClock(Instant.parse("2026-11-25T03:00:00Z"));
  private final TestContext work = new TestContext().by(clock);
  private final MemoryStore store = new MemoryStore();
  private final SampleVault sample = new SampleVault(store, work);

  private StatusReport status(Optional<Duration> maxAge, Optional<Duration> maxVerifyAge) {
    return new VaultStatus(sample.vault(), work.context())
        .run(new StatusOptions(maxAge, maxVerifyAge, Optional.empty()));
  }

  private StatusReport status() {
    return status(Optional.empty(), Optional.empty());
  }

  @Test
  void emptyVaultHasNothingAndIsStaleWhereAnAgeIsAskedFor() {
    assertThat(status().newest().backup()).isEmpty();
    assertThat(status().stale()).isFalse();
    assertThat(status().recoveryPoint()).isEmpty();
    assertThat(status(Optional.of(Duration.ofDays(999)), Optional.empty()).warnings().findings())
        .containsExactly("there is no backup yet");
  }

  @Test
  void replicasAreShownAsTheyWereWrittenDownLast() {
    CatalogPlace place = new CatalogPlace("7", 1, "nessie", 5, "17.6", "public", "JDBC2");
    for (ReplicaState.Phase phase : List.of(ReplicaState.Phase.BEGUN, ReplicaState.Phase.STOPPED)) {
      sample
          .vault()
          .replicas()
          .add(
              "standby",
              number ->
                  new ReplicaState(
                      new ReplicaState.Head(
                          sample.vault().description().id(),
                          "test",
                          "standby",
                          number,
                          clock.instant(),
                          sample.vault().replicas().protection()),
                      phase,
                      1,
                      new ReplicaState.Servers(place, place),
                      new ReplicaState.Link("slot", "publication", "subscription", List.of(), ""),
                      Optional.empty(),
                      Optional.of("the tables were exchanged")));
    }

    assertThat(status().newest().replicas())
        .extracting(ReplicaState::phase)
        .containsExactly(ReplicaState.Phase.STOPPED);
  }

  private StatusReport statusOfTips(Duration maxTipAge) {
    return new VaultStatus(sample.vault(), work.context())
        .run(
            new StatusOptions(
                Optional.of(Duration.ofMinutes(30)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(maxTipAge),
                Optional.empty()));
  }

  @Test
  void aTipIsARecoveryPointButNoBackup() throws IOException {
    Manifest backup = sample.full("20261125T020000Z-0001");
    sample.tip(backup.id(), Instant.parse("2026-11-25T02:58:00Z"));
    sample.tip(backup.id(), Instant.parse("2026-11-25T02:59:00Z"));
    StatusReport status = statusOfTips(Duration.ofMinutes(2));

    assertThat(status.recoveryPoint()).hasValue(Duration.ofMinutes(1));
    assertThat(status.newest().tip().orElseThrow().id()).isEqualTo(PointId.of(backup.id(), 2));
    assertThat(status.counts().tips()).isEqualTo(2);
    assertThat(status.warnings().findings())
        .containsExactly("the newest backup is 60 minutes old, more than 30");
    assertThat(statusOfTips(Duration.ofSeconds(30)).warnings().findings())
        .contains("the newest recovery point is 60 seconds old, more than 30");

    store.delete("tips/20261125T020000Z-0001/000000000002.json");
    sample.full("20261125T025930Z-0002");
    assertThat(status().recoveryPoint()).hasValue(Duration.ofSeconds(30));
  }

  @Test
  void aNewestTipThatIsDamagedOrOfTheFutureIsNoRecoveryPoint() throws IOException {
    Manifest backup = sample.full("20261125T020000Z-0001");
    sample.tip(backup.id(), Instant.parse("2026-11-25T09:00:00Z"));
    assertThat(status().recoveryPoint()).hasValue(Duration.ofHours(1));

    String name = "tips/20261125T020000Z-0001/000000000001.json";
    store.delete(name);
    try (Upload upload = store.create(name)) {
      upload.body().write("{}".getBytes(StandardCharsets.UTF_8));
      upload.commit();
    }
    assertThat(status().warnings().findings())
        .singleElement()
        .asString()
        .startsWith("the newest tip cannot be used: ");
    assertThat(status().stale()).isTrue();
  }

  @Test
  void aTipBeforeWhichOneIsMissingIsNoRecoveryPoint() throws IOException {
    Manifest backup = sample.full("20261125T020000Z-0001");
    for (int minute = 56; minute < 60; minute++) {
      sample.tip(backup.id(), Instant.parse("2026-11-25T02:%d:00Z".formatted(minute)));
    }
    store.delete("tips/20261125T020000Z-0001/000000000003.json");

    assertThat(status().warnings().findings())
        .containsExactly(
            "the newest tip cannot be used: 1 of the 4 tips of backup \"20261125T020000Z-0001\" is"
                + " not there");
    assertThat(status().recoveryPoint()).hasValue(Duration.ofHours(1));
  }

  private static DrillRecord drill(Manifest backup, String ended, Optional<String> failedStep) {
    Instant end = Instant.parse(ended);
    return new DrillRecord(
        backup.id(),
        end.minusSeconds(60),
        end,
        failedStep.isEmpty(),
        failedStep,
        List.of("open"),
        Optional.of("18.1"),
        Optional.empty(),
        "test");
  }

  private StatusReport statusOfDrills() {
    return new VaultStatus(sample.vault(), work.context())
        .run(
            new StatusOptions(
                Optional.empty(), Optional.empty(), Optional.of(Duration.ofHours(5))));
  }

  @Test
  void drillThatPassedLongAgoOrFailedLastIsAFinding() {
    Manifest backup = sample.full("20261124T020000Z-0001");
    assertThat(statusOfDrills().warnings().findings())
        .containsExactly("there is no drill that passed yet");

    sample.vault().drills().add(drill(backup, "2026-11-25T01:00:00Z", Optional.empty()));
    assertThat(statusOfDrills().warnings().findings()).isEmpty();
    assertThat(statusOfDrills().newest().drills().newestPassed()).isPresent();

    sample.vault().drills().add(drill(backup, "2026-11-25T02:00:00Z", Optional.of("restore")));
    assertThat(statusOfDrills().warnings().findings())
        .containsExactly("the newest drill has failed, at step \"restore\"");
    assertThat(statusOfDrills().newest().drills().newestPassed().orElseThrow().ended())
        .isEqualTo("2026-11-25T01:00:00Z");
    assertThat(status().warnings().findings()).isEmpty();
  }

  private List<String> findingsOfProofs() {
    return new VaultStatus(sample.vault(), work.context())
        .run(
            new StatusOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofHours(5))))
        .warnings()
        .findings();
  }

  private void proven(String at, JournalProofs.Result result) {
    sample
        .vault()
        .proofs()
        .note(
            result, new TestContext().by(Clock.fixed(Instant.parse(at), ZoneOffset.UTC)).context());
  }

  @Test
  void proofOfTheJournalThatIsOldOrHasFailedIsAFinding() {
    BackupId one = sample.full("20261124T020000Z-0001").id();
    BackupId two = sample.full("20261124T030000Z-0001").id();
    assertThat(findingsOfProofs()).containsExactly("there is no proof of the journal yet");

    JournalProofs.Result good =
        new JournalProofs.Result(
            Optional.of(true),
            List.of(new JournalProofRecord.Stretch(List.of(one, two))),
            List.of());
    proven("2026-11-24T01:00:00Z", good);
    assertThat(findingsOfProofs())
        .singleElement()
        .asString()
        .startsWith("the newest proof of the journal is ");

    proven("2026-11-25T01:00:00Z", good);
    proven(
        "2026-11-25T01:30:00Z", new JournalProofs.Result(Optional.of(true), List.of(), List.of()));
    assertThat(findingsOfProofs()).as("what cannot be proven yet is no failure").isEmpty();

    proven(
        "2026-11-25T02:00:00Z",
        new JournalProofs.Result(
            Optional.of(false),
            List.of(),
            List.of(
                new JournalProofRecord.Unproven(
                    Optional.of(one), two, "different", Optional.of("other rows")))));
    assertThat(findingsOfProofs())
        .containsExactly("the newest proof of the journal has failed: other rows");
    assertThat(status().newest().proofs().newestPassed().orElseThrow().at())
        .isEqualTo("2026-11-25T01:00:00Z");
    assertThat(status().warnings().findings()).isEmpty();
  }

  @Test
  void ofDrillsOnlyTheNewestOnesStay() {
    Manifest gone = sample.full("20261123T020000Z-0001");
    Manifest stays = sample.full("20261124T020000Z-0002");
    Drills drills = sample.vault().drills();
    drills.add(drill(gone, "2026-11-24T01:00:00Z", Optional.empty()));
    drills.add(drill(gone, "2026-11-24T02:00:00Z", Optional.empty()));
    drills.add(drill(stays, "2026-11-24T03:00:00Z", Optional.of("open")));
    drills.add(drill(stays, "2026-11-24T04:00:00Z", Optional.of("swap")));

    assertThat(drills.obsolete(Set.of(stays.id())))
        .extracting(StoredObject::name)
        .allMatch(name -> name.startsWith("drills/"))
        .hasSize(2)
        .anyMatch(name -> name.contains(gone.id() + "/20261124T010000Z"))
        .anyMatch(name -> name.contains(stays.id() + "/20261124T030000Z"));
    assertThat(drills.history().newest().flatMap(DrillRecord::failedStep)).contains("swap");
    assertThat(drills.history().newestPassed().orElseThrow().ended())
        .isEqualTo("2026-11-24T02:00:00Z");
  }

  @Test
  void newestBackupAndItsChainAreNamed() {
    Manifest week = sample.full("20261122T020000Z-0001");
    Manifest day = sample.incremental("20261124T020000Z-0002", week);
    Manifest hour = sample.incremental("20261125T020000Z-0003", day);
    sample.dump("20261125T023000Z-0004");
    StatusReport report = status();

    assertThat(report.newest().backup().orElseThrow().id()).isEqualTo(hour.id());
    assertThat(report.newest().full().orElseThrow().id()).isEqualTo(week.id());
    assertThat(report.newest().chainDepth()).isEqualTo(2);
    assertThat(report.recoveryPoint()).contains(Duration.ofHours(1));
    assertThat(report.counts().backups()).isEqualTo(4);
    assertThat(report.usage().bytes())
        .isEqualTo(store.list("").stream().mapToLong(StoredObject::size).sum());
    assertThat(report.usage().objects()).isEqualTo(13);
    assertThat(report.usage().freeBytes()).isEmpty();
  }

  @Test
  void newestBackupThatBuildsOnAMissingOneIsAFindingWithoutAnyThreshold() throws IOException {
    Manifest week = sample.full("20261122T020000Z-0001");
    Manifest day = sample.incremental("20261124T020000Z-0002", week);
    sample.incremental("20261125T020000Z-0003", day);
    assertThat(status().stale()).isFalse();

    store.delete("backups/" + week.id() + "/manifest.json");
    assertThat(status().warnings().findings())
        .singleElement()
        .asString()
        .contains("cannot be restored", week.id().value());
  }

  @Test
  void thresholdsAreInclusive() {
    sample.full("20261125T020000Z-0001");
    clock.advance(Duration.ofHours(1));

    assertThat(status(Optional.of(Duration.ofHours(2)), Optional.empty()).stale()).isFalse();
    clock.advance(Duration.ofSeconds(1));
    assertThat(status(Optional.of(Duration.ofHours(2)), Optional.empty()).warnings().findings())
        .containsExactly("the newest backup is 120 minutes old, more than 120");
    assertThat(status(Optional.of(Duration.ofSeconds(30)), Optional.empty()).warnings().findings())
        .containsExactly("the newest backup is 7201 seconds old, more than 30");
  }

  @Test
  void verificationAgesToo() {
    BackupId id = sample.full("20261125T020000Z-0001").id();
    Optional<Duration> week = Optional.of(Duration.ofDays(7));
    assertThat(status(Optional.empty(), week).warnings().findings())
        .containsExactly("there is no verification yet");

    verified(id, false);
    assertThat(status(Optional.empty(), week).stale()).isFalse();
    assertThat(status().counts().doubted()).isEqualTo(1);
    assertThat(status().newest().verified().orElseThrow().sound()).isFalse();
    clock.advance(Duration.ofDays(8));
    assertThat(status(Optional.empty(), week).stale()).isTrue();
    verified(id, true);
    assertThat(status().counts().doubted()).isZero();
  }

  private void verified(BackupId id, boolean sound) {
    sample
        .vault()
        .verifications()
        .add(
            new VerificationRecord(
                id, clock.instant(), VerificationRecord.Depth.FULL, sound, sound ? 0 : 2, "test"));
  }

  @Test
  void pinsLeasesAndUnfinishedWorkAreCounted() {
    BackupId id = sample.full("20261125T020000Z-0001").id();
    sample.unfinished("20261125T021000Z-0002");
    sample.vault().pins().add(new Pin(id, clock.instant(), Optional.empty(), "test"));
    sample.vault().leases().acquire(Lease.Kind.COPY, List.of(id), work.context());
    StatusReport report = status();

    assertThat(report.counts().pinned()).isEqualTo(1);
    assertThat(report.usage().unfinished()).isEqualTo(1);
    assertThat(report.leases()).singleElement().matches(h -> h.lease().uses().contains(id));
    clock.advance(Duration.ofHours(1));
    assertThat(status().leases()).isEmpty();
  }

  @Test
  void clockThatIsMinutesBehindGivesNoNegativeAge() {
    sample.full("20261125T030300Z-0001");

    assertThat(status().recoveryPoint()).contains(Duration.ZERO);
    assertThat(status().warnings().clocks()).isEmpty();
  }

  @Test
  void momentThatIsYetToComeSatisfiesNoAgeAndIsSaid() {
    sample.full("20261122T020000Z-0001");
    sample.full("20291125T020000Z-0002");
    StatusReport report = status(Optional.of(Duration.ofDays(2)), Optional.empty());

    assertThat(report.newest().backup())
        .map(each -> each.id().value())
        .contains("20261122T020000Z-0001");
    assertThat(report.recoveryPoint()).contains(Duration.ofDays(3).plusHours(1));
    assertThat(report.stale()).isTrue();
    assertThat(report.warnings().clocks())
        .singleElement()
        .asString()
        .contains("20291125T020000Z-0002");
  }

  @Test
  void hostWhoseClockIsFarBehindSaysSo() {
    sample.full("20261122T020000Z-0001");
    sample.full("20261123T020000Z-0001");
    clock.advance(Duration.ofDays(-1000));
    StatusReport report = status(Optional.of(Duration.ofDays(9)), Optional.empty());

    assertThat(report.stale()).isTrue();
    assertThat(report.newest().backup())
        .map(each -> each.id().value())
        .contains("20261123T020000Z-0001");
    assertThat(report.recoveryPoint()).isEmpty();
    assertThat(report.warnings().clocks().getLast())
        .contains("the clock of this machine is behind");
  }

  @Test
  void recordsThatAreYetToComeCountForNothing() {
    Manifest backup = sample.full("20261125T020000Z-0001");
    sample.vault().drills().add(drill(backup, "2030-11-25T01:00:00Z", Optional.empty()));
    sample
        .vault()
        .verifications()
        .add(
            new VerificationRecord(
                backup.id(),
                Instant.parse("2030-11-25T01:00:00Z"),
                VerificationRecord.Depth.GRAPH,
                true,
                0,
                "forged"));
    StatusReport report =
        new VaultStatus(sample.vault(), work.context())
            .run(
                new StatusOptions(
                    Optional.empty(),
                    Optional.of(Duration.ofDays(1)),
                    Optional.of(Duration.ofDays(1))));

    assertThat(report.newest().verified()).isEmpty();
    assertThat(report.newest().drills().newest()).isEmpty();
    assertThat(report.warnings().findings()).hasSize(2);
    assertThat(report.warnings().clocks()).singleElement().asString().contains("2 records");
  }
}
