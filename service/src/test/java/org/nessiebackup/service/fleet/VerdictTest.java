package org.nessiebackup.service.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.service.fleet.CatalogState.DatabaseState;
import org.nessiebackup.service.fleet.ReplicaHealth.Phase;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.Origin;
import org.nessiebackup.service.run.Place;
import org.nessiebackup.service.run.Run;
import org.nessiebackup.service.run.RunId;
import org.nessiebackup.service.run.RunRequest;
import org.nessiebackup.service.run.RunState;
import org.nessiebackup.status.StatusOptions;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.SampleJournal;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;

class VerdictTest {
  private static final Duration WEEK = Duration.ofDays(7);

  private final TestContext work = new TestContext();
  private final SampleVault sample = new SampleVault(new MemoryStore(), work);

  /** As a service knows the vault then, which proves each week what it keeps. */
  private CatalogState state(Instant at, DatabaseState database) {
    StatusOptions weekly =
        new StatusOptions(Optional.empty(), Optional.of(WEEK), Optional.of(WEEK));
    work.by(Clock.fixed(at, ZoneOffset.UTC));
    return new CatalogState(
        "sales",
        Optional.of(VaultKnowledge.of(sample.vault(), weekly, work.context())),
        Optional.empty(),
        database,
        weekly,
        CatalogState.Followed.NOT,
        Optional.empty());
  }

  private static Verdict verdict(CatalogState state, Instant now) {
    return Verdict.of(state, List.of(), now);
  }

  @Test
  void databaseThatIsLostIsSaidWithinSecondsWithWhatIsLeftOfIt() {
    Instant lost = SampleManifests.TIME.plusSeconds(60);
    Manifest full = sample.full(BackupId.create(lost.minusSeconds(2)).value());
    Trouble refused =
        new Trouble(lost, Failure.CONNECTION, "nobody listens", Optional.of("Is it running?"));
    CatalogState state = state(lost, new DatabaseState(Optional.empty(), Optional.of(refused)));

    assertThat(verdict(state, lost.plusSeconds(4)).sentence())
        .as("a restart")
        .doesNotContain("reached");
    Verdict said = verdict(state, lost.plusSeconds(5));
    assertThat(said.level()).isEqualTo(Verdict.Level.WARNING);
    assertThat(said.safeAsOf()).hasValue(full.started());
    assertThat(said.sentence())
        .contains("Safe as of", "the database cannot be reached since", "nobody listens");
    assertThat(said.advice().orElseThrow()).contains("Is it running?", "restore latest");
  }

  @Test
  void databaseThatIsLostHasAReplicaThatCanTakeOver() {
    Instant lost = SampleManifests.TIME.plusSeconds(60);
    sample.full(BackupId.create(lost.minusSeconds(2)).value());
    Trouble refused = new Trouble(lost, Failure.CONNECTION, "nobody listens", Optional.empty());
    CatalogState state =
        SampleReplica.with(
            state(lost, new DatabaseState(Optional.empty(), Optional.of(refused))),
            SampleReplica.wrong(Phase.UNREACHABLE, "nobody can tell", lost.plusSeconds(90)));

    assertThat(verdict(state, lost.plusSeconds(90)).advice().orElseThrow())
        .contains(
            "`nessie-backup replica promote --catalog sales` lets the replica take over, which had"
                + " all that was committed before",
            "restore latest");
  }

  @Test
  void replicaThatDoesNotFollowForAMinuteIsWarnedOf() {
    Instant now = SampleManifests.TIME.plusSeconds(60);
    sample.full(BackupId.create(now.minusSeconds(2)).value());
    CatalogState without = state(now, DatabaseState.UNKNOWN);
    assertThat(verdict(SampleReplica.with(without, SampleReplica.following(now)), now))
        .isEqualTo(verdict(without, now));

    ReplicaHealth stopped = SampleReplica.wrong(Phase.STOPPED, "its slot is lost", now);
    Verdict said = verdict(SampleReplica.with(without, stopped), now);
    assertThat(said.level()).isEqualTo(Verdict.Level.WARNING);
    assertThat(said.sentence()).contains("But its slot is lost.");
    assertThat(said.advice()).hasValue("Do something about it.");
    assertThat(verdict(SampleReplica.with(without, stopped), now.minusSeconds(31)))
        .as("half a minute is no news")
        .isEqualTo(verdict(without, now.minusSeconds(31)));
  }

  @Test
  void proofsThatNobodyHadTimeForYetAreNotMissed() {
    Instant made = SampleManifests.TIME;
    Instant later = made.plus(WEEK).plusSeconds(1);
    sample.full(BackupId.create(made).value());

    assertThat(verdict(state(made.plus(WEEK), DatabaseState.UNKNOWN), made.plus(WEEK)).level())
        .isEqualTo(Verdict.Level.SAFE);
    assertThat(verdict(state(later, DatabaseState.UNKNOWN), later).sentence())
        .contains("there is no verification yet");
  }

  @Test
  void failedScheduleIsForgottenWhenSomebodyHasTakenABackup() {
    Instant failed = SampleManifests.TIME.plusSeconds(60);
    Instant now = failed.plusSeconds(30);
    sample.full(BackupId.create(failed.minusSeconds(30)).value());
    List<Run> runs = List.of(failedBackup(failed));
    assertThat(Verdict.of(state(now, DatabaseState.UNKNOWN), runs, now).sentence())
        .contains("`backup` has failed");

    sample.full(BackupId.create(failed.plusSeconds(10)).value());
    assertThat(Verdict.of(state(now, DatabaseState.UNKNOWN), runs, now).level())
        .isEqualTo(Verdict.Level.SAFE);
  }

  private static Run failedBackup(Instant ended) {
    return new Run(
        new RunId("20261122T020100Z-incremental-1"),
        RunRequest.of("sales", Command.of("backup"), new Origin.Schedule("incremental", ended, 1)),
        Place.SERVICE,
        RunState.FAILED,
        new Run.Times(ended, Optional.of(ended), Optional.of(ended)),
        Run.Said.NOTHING,
        Optional.of(new CommandResult(1, Optional.empty(), Optional.empty())));
  }

  private List<String> findingsOfProofs(Instant at) {
    StatusOptions limits =
        new StatusOptions(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(Duration.ofDays(2)));
    work.by(Clock.fixed(at, ZoneOffset.UTC));
    return VaultKnowledge.of(sample.vault(), limits, work.context()).status().warnings().findings();
  }

  @Test
  void proofOfAJournalIsMissingOnceThereWasTimeForIt() {
    Instant late = SampleJournal.BEGUN.plus(Duration.ofDays(3));
    sample.full(BackupId.create(SampleJournal.BEGUN.minusSeconds(2)).value());
    assertThat(findingsOfProofs(late)).as("without a journal").isEmpty();

    sample.vault().journal().begin(SampleJournal.draft(), "test").close();

    assertThat(findingsOfProofs(SampleJournal.BEGUN.plus(Duration.ofDays(1)))).isEmpty();
    assertThat(findingsOfProofs(late)).containsExactly("there is no proof of the journal yet");
  }
}
