package org.nessiebackup.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.journal.JournalScene.Following;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.StandbyServer;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.PointTarget;

/** A standby that takes the place of its primary, by an address that leads to both. */
class FailoverTest {
  private PostgresServer primary;
  private PostgresServer standby;
  private PostgresServer current;
  private JournalScene scene;

  private static List<Integer> versions() {
    return PostgresServer.available().stream().filter(each -> each >= 14).toList();
  }

  @AfterEach
  void stopServers() {
    if (standby != null) {
      standby.close();
    }
    primary.close();
  }

  private void begin(PostgresOptions options) {
    primary = PostgresServer.start(options.withSetting("wal_level", "logical"));
    current = primary;
    scene = new JournalScene(new MemoryStore(), this::database, () -> current.connect());
    scene.makeCatalog();
    standby = StandbyServer.of(primary);
    scene.journal().start();
    scene.backUp();
  }

  private Database database() {
    return new Database(
        new ConnectionSettings(
            "jdbc:postgresql://127.0.0.1:%d,127.0.0.1:%d/postgres"
                .formatted(primary.port(), standby.port()),
            Optional.of("postgres"),
            Optional.empty(),
            "nessie-backup test"));
  }

  private void awaitReplay() {
    try {
      StandbyServer.awaitReplay(primary, standby);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void promote() {
    current = standby;
    scene.sql("SELECT pg_promote()");
  }

  private void assertNewEpochHasEverything(Following following) {
    CatalogRows rows = scene.rows();
    scene.grow(1);
    following.catchUp();
    JournalEpoch newest = scene.epochs().getLast();
    scene.changes(List.of(newest)).forEach(rows::apply);
    assertThat(rows.lines()).isEqualTo(scene.rows().lines());
    assertThat(newest.source().timeline())
        .isGreaterThan(scene.epochs().getFirst().source().timeline());
  }

  @ParameterizedTest
  @MethodSource("versions")
  void promotedStandbyGoesOnInAnotherEpochBehindAGap(int version) {
    begin(PostgresOptions.defaults().withMajorVersion(version));
    try (Following following = scene.follow()) {
      scene.grow(1);
      following.catchUp();
      awaitReplay();
      primary.killHard();
      FollowReport.Waiting waiting =
          following.await(
              FollowReport.Waiting.class, each -> each.reason().getMessage().contains("standby"));
      assertThat(waiting.reason().failure()).isEqualTo(Failure.CONNECTION);
      assertThat(scene.epochs()).hasSize(1);

      Instant inGap = Instant.now();
      promote();

      FollowReport.Ended ended = following.await(FollowReport.Ended.class);
      assertThat(ended.end().reason()).isEqualTo("server-changed");
      assertThat(ended.goesOn()).isTrue();
      assertThat(following.await(FollowReport.Begun.class).follows()).isEmpty();
      assertNewEpochHasEverything(following);
      assertGapIsSaid(inGap);
    }
  }

  private void assertGapIsSaid(Instant moment) {
    CatalogRestore restore =
        new CatalogRestore(scene.reading(), scene.database(), new TestContext().context());
    RestoreOptions options =
        new RestoreOptions(
            new PointSelector.To(new PointTarget.Moment(moment), false, true),
            Optional.of("elsewhere"),
            2,
            false,
            false);
    assertThatThrownBy(() -> restore.plan(options))
        .isInstanceOfSatisfying(
            BackupException.class,
            gap -> {
              assertThat(gap.failure()).isEqualTo(Failure.GAP);
              assertThat(gap).hasMessageContaining("begins again");
            });
  }

  @Test
  void serverThatIsSetBackToACopyOfItsDiskGoesOnInAnotherEpoch() {
    primary = PostgresServer.start(PostgresOptions.defaults().withSetting("wal_level", "logical"));
    scene = JournalScene.withCatalog(primary);
    scene.journal().start();
    primary.stop();
    String data = primary.dataFolder().toString();
    run("cp", "-a", data, data + ".copy");
    primary.restart();
    try (Following following = scene.follow()) {
      scene.grow(1);
      following.catchUp();
    }
    primary.stop();
    run("rm", "-r", data);
    run("mv", data + ".copy", data);
    primary.restart();
    try (Following following = scene.follow()) {
      FollowReport.Ended ended = following.await(FollowReport.Ended.class);
      assertThat(ended.end().reason()).isEqualTo("server-changed");
      assertThat(ended.end().text()).contains("set back");
      assertThat(ended.goesOn()).isTrue();
      assertThat(following.await(FollowReport.Begun.class).follows()).isEmpty();
      following.catchUp();
    }
  }

  private void run(String... command) {
    try {
      assertThat(
              new ProcessBuilder(primary.asOwner(List.of(command))).inheritIO().start().waitFor())
          .isZero();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
