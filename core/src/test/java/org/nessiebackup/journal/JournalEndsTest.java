package org.nessiebackup.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.journal.JournalScene.Following;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.store.Upload;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.PointTarget;

/** Whatever happens to what the journal stands on: it ends, and says so, or goes on. */
class JournalEndsTest {
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private final JournalScene scene = JournalScene.of(database);
  private String slot;
  private CatalogRows before;

  @BeforeEach
  void begin() {
    slot = scene.journal().start().server().slot();
    before = scene.rows();
  }

  @AfterEach
  void endJournal() {
    CatalogJournal journal = scene.journal();
    journal.stop(journal.planStop(OptionalLong.empty()));
    database.close();
  }

  private static FollowReport.Ended ended(Following following) {
    return following.await(FollowReport.Ended.class);
  }

  /** The first epoch has all up to what has happened. */
  private void assertFirstEpochHas(CatalogRows then) {
    scene.changes(scene.epochs().subList(0, 1)).forEach(before::apply);
    assertThat(before.lines()).isEqualTo(then.lines());
  }

  private void assertGoesOnInAnotherEpoch(Following following, String reason) {
    FollowReport.Ended ended = ended(following);
    assertThat(ended.end().reason()).isEqualTo(reason);
    assertThat(ended.goesOn()).isTrue();
    FollowReport.Begun begun = following.await(FollowReport.Begun.class);
    assertThat(begun.follows()).isEmpty();
    CatalogRows rows = scene.rows();
    scene.grow(1);
    following.catchUp();
    JournalEpoch newest = scene.epochs().getLast();
    assertThat(newest.epoch()).isEqualTo(begun.epoch());
    scene.changes(List.of(newest)).forEach(rows::apply);
    assertThat(rows.lines()).isEqualTo(scene.rows().lines());
  }

  @Test
  void tablesThatAreExchangedGoOnInAnotherEpoch() {
    try (Following following = scene.follow()) {
      scene.grow(1);
      CatalogRows then = scene.rows();
      scene.sql(
          "BEGIN; CREATE SCHEMA kept; ALTER TABLE nessie.refs2 SET SCHEMA kept; ALTER TABLE"
              + " nessie.objs2 SET SCHEMA kept; CREATE TABLE nessie.refs2 (LIKE kept.refs2"
              + " INCLUDING ALL); CREATE TABLE nessie.objs2 (LIKE kept.objs2 INCLUDING ALL); INSERT"
              + " INTO nessie.refs2 TABLE kept.refs2; INSERT INTO nessie.objs2 TABLE kept.objs2;"
              + " COMMIT");
      assertGoesOnInAnotherEpoch(following, "table-replaced");
      assertFirstEpochHas(then);
    }
  }

  @Test
  void columnThatIsAddedGoesOnInAnotherEpoch() {
    try (Following following = scene.follow()) {
      scene.grow(1);
      CatalogRows then = scene.rows();
      scene.sql("ALTER TABLE nessie.objs2 ADD COLUMN more int DEFAULT 5");
      assertGoesOnInAnotherEpoch(following, "table-changed");
      assertFirstEpochHas(then);
    }
  }

  @Test
  void publicationThatLosesATableEndsBeforeTheFirstTransactionThatIsNotWhole() {
    try (Following following = scene.follow()) {
      scene.grow(1);
      following.catchUp();
      CatalogRows then = scene.rows();
      String name = database.query("SELECT pubname FROM pg_publication").getFirst();
      scene.sql(
          "ALTER PUBLICATION " + name + " DROP TABLE nessie.objs2",
          "UPDATE nessie.refs2 SET created_at = created_at + 1");
      assertGoesOnInAnotherEpoch(following, "publication-changed");
      assertFirstEpochHas(then);
    }
  }

  @Test
  void publicationThatIsDroppedGoesOnInAnotherEpoch() {
    try (Following following = scene.follow()) {
      following.catchUp();
      scene.sql(
          "DROP PUBLICATION " + database.query("SELECT pubname FROM pg_publication").getFirst());
      assertGoesOnInAnotherEpoch(following, "publication-changed");
    }
  }

  @Test
  void changesOfAReplicaIdentityThatStillNamesRowsAreNoEnd() {
    try (Following following = scene.follow()) {
      scene.sql(
          "ALTER TABLE nessie.objs2 REPLICA IDENTITY FULL",
          "UPDATE nessie.objs2 SET obj_ref = 7",
          "DELETE FROM nessie.objs2 WHERE ctid IN (SELECT ctid FROM nessie.objs2 LIMIT 3)");
      following.catchUp();
    }
    assertThat(scene.epochs()).hasSize(1);
    scene.assertHasAll(before);
  }

  @Test
  void rowThatNoFileHoldsEndsTheJournalBeforeItsTransaction() {
    scene.backUp();
    List<String> then;
    try (Following following = scene.follow()) {
      scene.grow(1);
      following.catchUp();
      then = database.catalogFingerprint("nessie");
      scene.sql(
          "INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_value) SELECT '',"
              + " decode(md5(i::text), 'hex'), 'string', decode(repeat(md5(i::text), 15625 * i),"
              + " 'hex') FROM generate_series(20, 30, 5) AS i");
      FollowReport.Ended ended = ended(following);
      assertThat(ended.end().reason()).isEqualTo("not-decodable");
      assertThat(ended.end().text()).contains("has 6,315,558 bytes", "\"objs2\"");
      assertThat(ended.goesOn()).isFalse();
      assertThat(following.result()).isEqualTo(ended);
      // Its first rows are in a file already, and count for nothing.
      assertThat(scene.changes(scene.epochs()).getLast().fields().get(1)).hasSize(16);
      restoreTo(ended.to());
    }
    assertThat(database.catalogFingerprint("elsewhere")).isEqualTo(then);
  }

  @Test
  void whatAnotherProgramSaysMayBeOfAnyLength() {
    try (Following following = scene.follow()) {
      scene.sql(
          "SELECT pg_logical_emit_message("
              + "each, 'nessie-backup', 'mark ' || repeat(md5('nothing'), 640000))"
              + " FROM unnest('{true,false}'::boolean[]) AS each");
      scene.grow(1);
      assertThat(following.catchUp().marks()).hasSize(1);
    }
    assertThat(scene.epochs()).hasSize(1);
    scene.assertHasAll(before);
  }

  @Test
  void rowThatIsTooLongIsNotEvenRead() {
    try (Following following = scene.follow()) {
      scene.sql(
          "INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_value) VALUES ('',"
              + " decode(md5('great'), 'hex'), 'string', decode(repeat(md5('great'), 1250000),"
              + " 'hex'))");
      FollowReport.Ended ended = ended(following);
      assertThat(ended.end().reason()).isEqualTo("not-decodable");
      assertThat(ended.end().text()).contains("a change of a row has 20,0");
      assertThat(scene.changes(scene.epochs())).isEmpty();
    }
  }

  private void restoreTo(Lsn end) {
    CatalogRestore restore =
        new CatalogRestore(scene.reading(), scene.database(), new TestContext().context());
    restore.execute(
        restore.plan(
            new RestoreOptions(
                new PointSelector.To(new PointTarget.Position(end), true, true),
                Optional.of("elsewhere"),
                2,
                false,
                false)));
  }

  @Test
  void slotThatSomebodyDropsEndsTheJournal() {
    try (Following following = scene.follow()) {
      scene.grow(1);
      following.catchUp();
      CatalogRows then = scene.rows();
      scene.sql(
          "SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots"
              + " WHERE slot_name = '"
              + slot
              + "';"
              + " SELECT pg_drop_replication_slot('"
              + slot
              + "')");
      FollowReport.Ended ended = ended(following);
      assertThat(ended.end().reason()).isEqualTo("slot-dropped");
      assertThat(ended.goesOn()).isFalse();
      assertThat(following.result()).isEqualTo(ended);
      assertFirstEpochHas(then);
    }
    assertThat(database.query("SELECT pubname FROM pg_publication")).isEmpty();
  }

  @Test
  void slotThatSomebodyMovesEndsTheJournal() {
    scene.grow(1);
    scene.sql("SELECT pg_replication_slot_advance('" + slot + "', pg_current_wal_lsn())");
    try (Following following = scene.follow()) {
      assertThat(following.result().end().reason()).isEqualTo("slot-dropped");
    }
    assertThat(scene.changes(scene.epochs())).isEmpty();
  }

  @Test
  void slotThatHoldsBackTooMuchIsGivenUp() {
    scene.sql(
        "SELECT pg_switch_wal()",
        "SELECT pg_logical_emit_message(false, 'x', repeat('x', 3000000))");
    JournalOptions options =
        JournalScene.OPTIONS.within(new JournalOptions.Limits(1_000_000, true));
    try (Following following = scene.follow(options)) {
      FollowReport.Ended result = following.result();
      assertThat(result.end().reason()).isEqualTo("too-much-retained");
    }
    assertThat(
            database.query(
                "SELECT slot_name FROM pg_replication_slots WHERE slot_name = '" + slot + "'"))
        .isEmpty();
  }

  @Test
  void slotOfADeadFollowerIsGivenUpByASecondProcess() {
    CatalogJournal journal = scene.journal();
    assertThat(journal.planStop(OptionalLong.of(1L << 40)).isEmpty()).isTrue();
    scene.sql("SELECT pg_logical_emit_message(false, 'x', repeat('x', 3000000))");
    JournalStopPlan plan = journal.planStop(OptionalLong.of(2_000_000));
    assertThat(plan.slot()).contains(slot);
    journal.stop(plan);
    assertThat(scene.end(scene.epochs().getFirst()))
        .map(JournalFile.End::reason)
        .contains("too-much-retained");
    assertThat(journal.start().begun()).isTrue();
  }

  @Test
  void epochThatCannotBeReadKeepsNobodyFromFreeingTheServerNorFromBeginningAnother()
      throws IOException {
    try (Following following = scene.follow()) {
      scene.grow(1);
      following.catchUp();
    }
    JournalEpoch damaged = scene.epochs().getLast();
    String last = scene.store().list("journal/files/" + damaged.epoch()).getLast().name();
    scene.store().delete(last);
    try (Upload upload = scene.store().create(last)) {
      upload.body().write("{}".getBytes(StandardCharsets.UTF_8));
      upload.commit();
    }
    CatalogJournal journal = scene.journal();
    assertThatThrownBy(journal::status)
        .isInstanceOf(BackupException.class)
        .hasMessageContaining(last)
        .extracting(error -> ((BackupException) error).hint().orElseThrow())
        .asString()
        .contains("`journal start`", "`journal stop`");

    assertThat(journal.stop(journal.planStop(OptionalLong.empty())).slot()).contains(slot);
    assertThat(database.query("SELECT slot_name FROM pg_replication_slots")).doesNotContain(slot);
    JournalStartReport again = journal.start();
    assertThat(again.begun()).isTrue();
    assertThat(again.epoch()).isGreaterThan(damaged.epoch());
    assertThat(journal.status().state()).isEqualTo(JournalStatusReport.State.WAITING);
  }

  @Test
  void epochContinuesWithoutAGapWhenTheSettingsChange() {
    JournalOptions options =
        JournalScene.OPTIONS.at(
            new JournalOptions.Pace(
                java.time.Duration.ZERO,
                java.time.Duration.ZERO,
                java.time.Duration.ofMillis(200)));
    try (Following following = scene.follow(options)) {
      scene.grow(1);
      following.catchUp();
      scene
          .writing()
          .changeSettings(
              settings -> settings.withRetention(RetentionPolicy.NONE),
              "test",
              java.time.Instant.now());
      scene.grow(1);
      FollowReport.Begun begun = following.await(FollowReport.Begun.class);
      assertThat(begun.follows()).contains(scene.epochs().getFirst().epoch());
      scene.grow(1);
      following.catchUp();
    }
    assertThat(scene.end(scene.epochs().getFirst()))
        .map(JournalFile.End::reason)
        .contains("continued");
    scene.assertHasAll(before);
  }

  @Test
  void whatIsMissingIsSaidAtOnce() {
    database.execute("CREATE ROLE nobody_much LOGIN");
    try {
      CatalogJournal journal =
          new CatalogJournal(
              scene::writing,
              database.database("nobody_much"),
              JournalOptions.DEFAULT
                  .in("nessie")
                  .called(
                      new JournalOptions.Names(
                          Optional.of("other_slot"), Optional.of("other"), "nessie-backup")),
              new TestContext().context());
      assertThatThrownBy(journal::start)
          .isInstanceOfSatisfying(
              BackupException.class,
              missing -> {
                assertThat(missing.failure()).isEqualTo(Failure.PERMISSION);
                assertThat(missing).hasMessageContaining("replicat");
              });
    } finally {
      database.execute("DROP ROLE nobody_much");
    }
  }
}
