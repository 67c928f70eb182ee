package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.journal.CatalogJournal;
import org.nessiebackup.journal.JournalOptions;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.service.fleet.JournalState;
import org.nessiebackup.service.fleet.JournalState.Phase;
import org.nessiebackup.service.fleet.TipState;
import org.nessiebackup.service.fleet.Verdict;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.vault.journal.StoredJournal;
import org.nessiebackup.vault.point.JournalCoverage;
import org.nessiebackup.vault.point.JournalGap;

/** What a service does with the journal of a catalog. */
class FollowedJournalTest {
  private static final JournalOptions OPTIONS =
      JournalOptions.DEFAULT
          .in("nessie")
          .within(new JournalOptions.Limits(1L << 30, true))
          .at(
              new JournalOptions.Pace(
                  Duration.ofMillis(20), Duration.ofHours(1), Duration.ofMillis(100)));

  private ServedScene scene;

  @BeforeEach
  void serve() throws SQLException {
    scene =
        new ServedScene(
            EncryptedVault.identity(),
            PostgresOptions.defaults().withSetting("wal_level", "logical"),
            Optional.of(Duration.ofMillis(20)),
            Optional.of(OPTIONS));
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private void await(Predicate<JournalState> condition) {
    ServedScene.await(() -> scene.state().journal().filter(condition).isPresent());
  }

  private void awaitSafe(Instant committed) {
    await(state -> state.safeAsOf().filter(at -> !at.isBefore(committed)).isPresent());
  }

  private void awaitSafeByTips(Instant committed) {
    ServedScene.await(
        () ->
            scene
                .state()
                .tips()
                .flatMap(TipState::safeAsOf)
                .filter(at -> !at.isBefore(committed))
                .isPresent());
  }

  private void awaitNoTips() {
    ServedScene.await(() -> scene.state().tips().filter(TipState.NONE::equals).isPresent());
  }

  private CatalogJournal byHand() {
    return new CatalogJournal(scene.vault::open, scene.database(), OPTIONS, scene.work.context());
  }

  private Verdict verdict() {
    return Verdict.of(scene.state(), List.of(), Instant.now());
  }

  private void sql(String statement) throws SQLException {
    try (Connection connection = scene.server.connect();
        Statement each = connection.createStatement()) {
      each.execute(statement);
    }
  }

  @Test
  void itIsBegunWithABackupAndFollowedInPlaceOfTips() throws SQLException {
    awaitSafe(scene.commit());
    awaitNoTips();
    assertThat(scene.runs.list("sales")).as("the backup from which it goes on").hasSize(1);
    assertThat(verdict().safeAsOf()).isEqualTo(scene.state().journal().orElseThrow().safeAsOf());

    scene.server.restart();
    awaitSafe(scene.commit());

    // Another table in the place of the old one is another epoch, and takes another backup.
    sql("ALTER TABLE nessie.refs2 RENAME TO old");
    sql("CREATE TABLE nessie.refs2 (LIKE nessie.old INCLUDING ALL)");
    sql("INSERT INTO nessie.refs2 SELECT * FROM nessie.old");
    ServedScene.await(() -> scene.runs.list("sales").size() == 2);
    await(state -> state.based() && state.phase() == Phase.FOLLOWED);
    awaitSafe(scene.commit());
  }

  @Test
  void whereNobodyCommitsAllIsSafeUpToNowWithoutAFile() {
    awaitSafe(scene.commit());
    long files = files();
    for (int i = 0; i < 3; i++) {
      awaitSafe(Instant.now());
    }
    assertThat(files()).isEqualTo(files);
  }

  private long files() {
    return scene.vault.open().journal().stored().values().stream()
        .mapToLong(StoredJournal::files)
        .sum();
  }

  @Test
  void tipsGoOnWhereItHasEndedUntilSomebodyBeginsAnother() throws InterruptedException {
    awaitSafe(scene.commit());
    awaitNoTips();
    CatalogJournal journal = byHand();
    journal.stop(journal.planStop(OptionalLong.empty()));

    await(state -> state.phase() == Phase.ENDED);
    awaitSafeByTips(scene.commit());
    assertThat(scene.state().journal().flatMap(JournalState::ended).map(JournalFile.End::reason))
        .hasValue("stopped");
    assertThat(verdict().sentence()).contains("its journal has ended");

    journal.start();
    awaitSafe(scene.commit());
    awaitNoTips();
    assertThat(verdict().sentence()).doesNotContain("journal");
    assertThat(scene.fleet.refreshed("sales", Duration.ofSeconds(30))).isTrue();
    JournalCoverage known = scene.state().vault().orElseThrow().journal();
    assertThat(known.stretches()).hasSize(2);
    assertThat(known.gaps()).extracting(JournalGap::reason).containsExactly("stopped");
  }

  @Test
  void databaseThatIsLostIsSaidAndWhatItHadIsSafe() {
    awaitSafe(scene.commit());
    awaitNoTips();
    scene.server.killHard();
    ServedScene.await(() -> scene.state().database().trouble().isPresent());
    assertThat(scene.state().journal().map(JournalState::phase)).hasValue(Phase.WAITING);
    assertThat(verdict().safeAsOf()).isEqualTo(scene.state().journal().orElseThrow().safeAsOf());
  }
}
