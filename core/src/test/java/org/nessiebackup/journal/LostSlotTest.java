package org.nessiebackup.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.journal.JournalScene.Following;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.PointTarget;

/** What a server may do to a slot that nobody reads, and what others may put in its place. */
class LostSlotTest {
  private static PostgresServer server;

  private final JournalScene scene = JournalScene.of(() -> server, new MemoryStore());
  private String slot;
  private String publication;

  @BeforeAll
  static void startServer() {
    server =
        PostgresServer.start(
            PostgresOptions.defaults()
                .withSetting("wal_level", "logical")
                .withSetting("wal_keep_size", "0")
                .withSetting("min_wal_size", "32MB")
                .withSetting("max_wal_size", "32MB")
                .withSetting("max_slot_wal_keep_size", "16MB"));
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void begin() {
    scene.makeCatalog();
    JournalStartReport.Made made = scene.journal().start().server();
    slot = made.slot();
    publication = made.publication();
  }

  @AfterEach
  void dropCatalog() {
    CatalogJournal journal = scene.journal();
    journal.stop(journal.planStop(OptionalLong.empty()));
    scene.sql(
        "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots",
        "DROP PUBLICATION IF EXISTS " + publication,
        "DROP SCHEMA nessie CASCADE");
  }

  private static void loseSlot(JournalScene scene) {
    for (int i = 0; i < 4; i++) {
      scene.sql(
          "SELECT pg_logical_emit_message(false, 'x', repeat('x', 15000000))",
          "SELECT pg_switch_wal()",
          "CHECKPOINT");
    }
  }

  private static void inOther(String sql) throws SQLException {
    try (Connection connection = server.connect("other");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private JournalStatusReport status() {
    return scene.journal().status();
  }

  private CatalogRestore restore() {
    return new CatalogRestore(scene.reading(), scene.database(), new TestContext().context());
  }

  private static RestoreOptions to(Instant moment) {
    return new RestoreOptions(
        new PointSelector.To(new PointTarget.Moment(moment), false, true),
        Optional.of("elsewhere"),
        2,
        false,
        false);
  }

  private Instant now() {
    return Instant.parse(
        scene.ask(
            "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC',"
                + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
  }

  @Test
  void lostSlotEndsInAGapThatNoRestoreSteersInto() {
    scene.backUp();
    try (Following following = scene.follow()) {
      scene.grow(1);
      following.catchUp();
      // Now a look lies behind what was committed, so that its time has been reached too.
      following.catchUp();
    }
    scene.grow(1);
    Instant inGap = now();
    loseSlot(scene);

    assertThat(status().state()).isEqualTo(JournalStatusReport.State.WAITING);
    assertThat(status().server().orElseThrow().slotState().orElseThrow().lost()).isTrue();
    assertThat(status().next().orElseThrow())
        .contains("has removed", "`nessie-backup journal start`");
    FollowReport.Ended ended;
    try (Following following = scene.follow()) {
      ended = following.result();
    }
    assertThat(ended.end().reason()).isEqualTo("slot-lost");
    assertThat(ended.goesOn()).isFalse();
    assertThat(status().state()).isEqualTo(JournalStatusReport.State.ENDED);
    assertThat(status().epoch().orElseThrow().end()).contains(ended.end());

    assertThat(scene.journal().start().begun()).isTrue();
    scene.backUp();
    assertThatThrownBy(() -> restore().plan(to(inGap)))
        .isInstanceOfSatisfying(
            BackupException.class,
            gap -> {
              assertThat(gap.failure()).isEqualTo(Failure.GAP);
              assertThat(gap.failure().exitCode()).isEqualTo(3);
              assertThat(gap).hasMessageContaining(ended.end().text());
              assertThat(gap.hint().orElseThrow())
                  .contains(
                      "--to %s --exclusive".formatted(ended.to()),
                      scene.reading().backups().newest().manifest().orElseThrow().id().toString());
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT pg_create_physical_replication_slot('%s', true)",
        "SELECT pg_create_logical_replication_slot('%s', 'test_decoding')"
      })
  void slotOfAnotherKindEndsTheJournalAndIsLeftAlone(String creation) {
    scene.sql("SELECT pg_drop_replication_slot('" + slot + "')", creation.formatted(slot));
    assertThat(status().server().orElseThrow().slotState()).isEmpty();

    try (Following following = scene.follow()) {
      FollowReport.Ended ended = following.result();
      assertThat(ended.end().reason()).isEqualTo("slot-dropped");
      assertThat(ended.end().text()).contains("another replication slot has taken the name");
      assertThat(ended.goesOn()).isFalse();
    }
    assertThat(scene.journal().planStop(OptionalLong.empty()).slot()).isEmpty();
    assertThat(scene.ask("SELECT slot_name FROM pg_replication_slots")).isEqualTo(slot);
    assertThatThrownBy(() -> scene.journal().start())
        .isInstanceOfSatisfying(
            BackupException.class,
            refused -> {
              assertThat(refused.failure()).isEqualTo(Failure.TARGET_GUARDED);
              assertThat(refused).hasMessageContaining(slot);
            });
  }

  @Test
  void slotOfAnotherDatabaseEndsTheJournalAndIsLeftAlone() throws SQLException {
    scene.sql("SELECT pg_drop_replication_slot('" + slot + "')", "CREATE DATABASE other");
    inOther("SELECT pg_create_logical_replication_slot('" + slot + "', 'pgoutput')");
    try (Following following = scene.follow()) {
      FollowReport.Ended ended = following.result();
      assertThat(ended.end().reason()).isEqualTo("slot-dropped");
      assertThat(ended.end().text()).contains("in database \"other\"");
    }
    assertThat(scene.ask("SELECT slot_name FROM pg_replication_slots")).isEqualTo(slot);
    inOther("SELECT pg_drop_replication_slot('" + slot + "')");
    scene.sql("DROP DATABASE other");
  }

  @Test
  void publicationThatIsYoungerThanWhatComesNextGoesOnInAnotherEpoch() {
    String again =
        "CREATE PUBLICATION %s FOR TABLE ONLY nessie.refs2, ONLY nessie.objs2"
            .formatted(publication);
    scene.sql("DROP PUBLICATION " + publication);
    scene.grow(1);
    scene.sql(again);
    try (Following following = scene.follow()) {
      FollowReport.Ended ended = following.await(FollowReport.Ended.class);
      assertThat(ended.end().reason()).isEqualTo("publication-changed");
      assertThat(ended.goesOn()).isTrue();
      assertThat(following.await(FollowReport.Begun.class).follows()).isEmpty();
      following.catchUp();
    }
  }
}
