package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.sandbox.Folders;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.service.fleet.TipState;
import org.nessiebackup.service.fleet.Trouble;
import org.nessiebackup.service.fleet.Verdict;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.vault.point.RecoveryPoint;

/** What a service keeps safe between backups, whatever happens to the server meanwhile. */
class FollowedReferencesTest {
  private final Identity identity = EncryptedVault.identity();
  private ServedScene scene;

  @BeforeEach
  void serve() throws SQLException {
    scene =
        new ServedScene(
            identity,
            PostgresOptions.defaults(),
            Optional.of(Duration.ofMillis(20)),
            Optional.empty());
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private Optional<TipState> followed() {
    return scene.state().tips();
  }

  /** Until the service says that all is safe, which the vault then has. */
  private RecoveryPoint.Tip awaitTipAfter(Instant committed) {
    awaitSafe(committed);
    assertThat(scene.newest()).isInstanceOf(RecoveryPoint.Tip.class);
    return (RecoveryPoint.Tip) scene.newest();
  }

  private void awaitSafe(Instant committed) {
    ServedScene.await(
        () ->
            followed()
                .flatMap(TipState::safeAsOf)
                .filter(at -> !at.isBefore(committed))
                .isPresent());
  }

  @Test
  void commitsAreSafeWithoutABackupAndAfterARestartOfTheServerWithOne() {
    RecoveryPoint.Tip first = awaitTipAfter(scene.commit());
    assertThat(first.last().objects()).isPresent();
    assertThat(scene.runs.list("sales")).as("runs that nobody needs").isEmpty();

    scene.server.restart();
    // A backup is asked for, as that of before is of another start.
    ServedScene.await(() -> scene.vault.open().backups().list().size() == 2);
    RecoveryPoint.Tip second = awaitTipAfter(scene.commit());
    assertThat(second.backup().id()).isNotEqualTo(first.backup().id());
    assertThat(followed().orElseThrow().waiting()).isEmpty();
    assertThat(scene.runs.list("sales")).hasSize(1);
  }

  @Test
  void tipsFollowTheNewestBackupWhoeverTookIt() throws InterruptedException {
    awaitTipAfter(scene.commit());
    Manifest other = scene.backUp();
    assertThat(scene.fleet.refreshed("sales", Duration.ofSeconds(30))).isTrue();
    ServedScene.await(
        () -> {
          awaitTipAfter(scene.commit());
          return scene.newest().backup().id().equals(other.id());
        });
    assertThat(scene.runs.list("sales")).isEmpty();
  }

  @Test
  void errorIsSaidAndReferencesAreFollowedAgain() {
    awaitTipAfter(scene.commit());
    scene.dying = true;
    scene.server.restart();
    ServedScene.await(
        () -> followed().flatMap(TipState::trouble).filter(this::isDefect).isPresent());
    scene.dying = false;

    awaitSafe(scene.commit());
    assertThat(followed().flatMap(TipState::trouble)).isEmpty();
  }

  private boolean isDefect(Trouble trouble) {
    return trouble.message().contains("a defect") && trouble.message().contains("for a test");
  }

  @Test
  void whatWasSafeWhenTheDatabaseWasLostIsInTheServerThatFollows() throws Exception {
    awaitTipAfter(scene.commit());
    String lost = references(scene.server);
    scene.server.killHard();
    Folders.delete(scene.server.dataFolder());
    ServedScene.await(() -> scene.state().database().trouble().isPresent());

    assertThat(
            Verdict.of(
                scene.state(), scene.runs.list("sales"), Instant.now().plus(Duration.ofSeconds(5))))
        .satisfies(
            verdict -> {
              assertThat(verdict.sentence()).contains("the database cannot be reached since");
              assertThat(verdict.safeAsOf()).isEqualTo(followed().flatMap(TipState::safeAsOf));
            });
    try (PostgresServer next = PostgresServer.start()) {
      CatalogRestore restore =
          new CatalogRestore(
              scene.vault.open(identity), ServedScene.database(next), scene.work.context());
      restore.execute(restore.plan(new RestoreOptions("latest", Optional.empty(), 2, false)));
      assertThat(references(next)).isEqualTo(lost);
    }
  }

  private static String references(PostgresServer server) throws SQLException {
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT string_agg(r::text, ' ' ORDER BY r.repo, r.ref_name) FROM nessie.refs2"
                    + " r")) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void closedServiceLeavesNoSessionBehind() throws SQLException {
    awaitTipAfter(scene.commit());
    scene.schedules.close();
    try (Connection connection = scene.server.connect();
        Statement statement = connection.createStatement()) {
      ServedScene.await(
          () -> {
            try (ResultSet row =
                statement.executeQuery(
                    "SELECT count(*) FROM pg_stat_activity"
                        + " WHERE application_name LIKE 'nessie-backup%'")) {
              row.next();
              return row.getInt(1) == 0;
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          });
    }
    assertThat(followed().flatMap(TipState::trouble)).as("an end is no trouble").isEmpty();
  }
}
