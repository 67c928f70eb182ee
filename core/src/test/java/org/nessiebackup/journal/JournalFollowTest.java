package org.nessiebackup.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.journal.JournalStatusReport.State;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.journal.JournalMark;

class JournalFollowTest {
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private final JournalScene scene = JournalScene.of(database);

  @AfterEach
  void endJournal() {
    CatalogJournal journal = scene.journal();
    journal.stop(journal.planStop(OptionalLong.empty()));
    database.close();
  }

  private List<String> onServer() {
    return database.query(
        """
        SELECT slot_name FROM pg_replication_slots WHERE database = current_database()
        UNION ALL SELECT pubname FROM pg_publication
        """);
  }

  @Test
  void everyTransactionIsInTheVault() {
    JournalStartReport started = scene.journal().start();
    CatalogRows before = scene.rows();
    try (JournalScene.Following following = scene.follow()) {
      scene.grow(5);
      scene.sql(
          "UPDATE nessie.objs2 SET obj_ref = obj_ref + 1",
          "UPDATE nessie.objs2 SET obj_id = '\\x0102' WHERE ctid = '(0,1)'",
          "DELETE FROM nessie.objs2 WHERE ctid = '(0,2)'",
          "BEGIN; SAVEPOINT a; DELETE FROM nessie.refs2; ROLLBACK TO a;"
              + " UPDATE nessie.refs2 SET created_at = created_at + 1; COMMIT");
      following.catchUp();
      scene.grow(3);
      following.catchUp();
    }
    assertThat(started.begun()).isTrue();
    scene.assertHasAll(before);
  }

  @Test
  void truncationIsAChange() {
    scene.journal().start();
    CatalogRows before = scene.rows();
    try (JournalScene.Following following = scene.follow()) {
      scene.grow(1);
      scene.sql(
          "CREATE TABLE nessie.kept AS TABLE nessie.refs2",
          "TRUNCATE nessie.refs2, nessie.objs2",
          "INSERT INTO nessie.refs2 SELECT * FROM nessie.kept LIMIT 2");
      following.catchUp();
    }
    scene.assertHasAll(before);
  }

  @Test
  void longTransactionIsInSeveralFiles() {
    scene.journal().start();
    CatalogRows before = scene.rows();
    scene.sql(
        """
        INSERT INTO nessie.objs2 (repo, obj_id, obj_type, obj_vers, obj_value, obj_ref)
        SELECT 'long', decode(md5(i::text), 'hex'), 'c', NULL, decode(repeat(md5(i::text), 40), 'hex'), i
        FROM generate_series(1, 20000) i
        """);
    JournalFile last;
    try (JournalScene.Following following = scene.follow()) {
      last = following.catchUp();
    }
    assertThat(last.number()).isGreaterThan(3);
    assertThat(scene.files(scene.epochs().getFirst()).getFirst().unfinished()).isPresent();
    scene.assertHasAll(before);
  }

  @Test
  void anotherFollowerGoesOnWhereTheVaultIs() {
    scene.journal().start();
    CatalogRows before = scene.rows();
    for (int i = 0; i < 3; i++) {
      scene.grow(2);
      try (JournalScene.Following following = scene.follow()) {
        following.catchUp();
      }
    }
    assertThat(scene.epochs()).hasSize(1);
    scene.assertHasAll(before);
  }

  @Test
  void idleTimeIsCovered() {
    scene.journal().start();
    JournalOptions options =
        JournalScene.OPTIONS.at(
            new JournalOptions.Pace(Duration.ZERO, Duration.ZERO, Duration.ofMillis(50)));
    try (JournalScene.Following following = scene.follow(options)) {
      JournalFile first = following.await(FollowReport.Stored.class).file();
      Lsn position =
          Lsn.parse(database.query("SELECT pg_switch_wal()::text").getFirst()).orElseThrow();
      String now =
          database
              .query(
                  "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC',"
                      + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')")
              .getFirst();
      JournalFile later =
          following
              .await(
                  FollowReport.Stored.class,
                  stored ->
                      stored.file().span().to().compareTo(position) >= 0
                          && stored.file().span().reachedAt().isAfter(java.time.Instant.parse(now)))
              .file();
      assertThat(later.transactions()).isEmpty();
      assertThat(later.span().reachedAt()).isAfter(first.span().reachedAt());
    }
  }

  @Test
  void whatIdleTimeHasNoFileOfIsTold() {
    scene.journal().start();
    try (JournalScene.Following following = scene.follow()) {
      JournalFile last = following.catchUp();
      FollowReport.Quiet first = following.await(FollowReport.Quiet.class);
      assertThat(first.until()).isAfter(last.span().reachedAt());
      FollowReport.Quiet next = following.await(FollowReport.Quiet.class);
      assertThat(next.until()).isAfter(first.until());
      assertThat(scene.files(scene.epochs().getFirst()).getLast()).isEqualTo(last);

      JournalFile another = following.catchUp();
      assertThat(another.transactions().getFirst().at()).isAfterOrEqualTo(next.until());
    }
  }

  @Test
  void startAgainChangesNothing() {
    JournalStartReport first = scene.journal().start();
    JournalStartReport second = scene.journal().start();
    assertThat(second.begun()).isFalse();
    assertThat(second.epoch()).isEqualTo(first.epoch());
    assertThat(onServer())
        .containsExactlyInAnyOrder(first.server().slot(), first.server().publication());
    assertThat(scene.epochs()).hasSize(1);
  }

  @Test
  void stopLeavesNothingOnTheServerAndSaysSoInTheVault() {
    scene.journal().start();
    try (JournalScene.Following following = scene.follow()) {
      scene.grow(1);
      following.catchUp();
      CatalogJournal journal = scene.journal();
      JournalStopPlan plan = journal.planStop(OptionalLong.empty());
      assertThat(plan.active()).isTrue();
      JournalStopReport stopped = journal.stop(plan);
      assertThat(stopped.epoch()).contains(scene.epochs().getFirst().epoch());
      assertThat(following.result().end().reason()).isEqualTo("stopped");
    }
    assertThat(onServer()).isEmpty();
    JournalEpoch epoch = scene.epochs().getFirst();
    assertThat(scene.end(epoch)).map(JournalFile.End::reason).contains("stopped");
    assertThat(scene.journal().status().state()).isEqualTo(State.ENDED);
    assertThat(scene.journal().start().begun()).isTrue();
    assertThat(scene.epochs()).hasSize(2);
  }

  @Test
  void statusSaysHowItIs() {
    assertThat(scene.journal().status().state()).isEqualTo(State.NONE);
    scene.journal().start();
    JournalStatusReport waiting = scene.journal().status();
    assertThat(waiting.state()).isEqualTo(State.WAITING);
    assertThat(waiting.next()).isPresent();
    try (JournalScene.Following following = scene.follow()) {
      scene.grow(1);
      JournalFile last = following.catchUp();
      JournalStatusReport followed = scene.journal().status();
      assertThat(followed.state()).isEqualTo(State.FOLLOWED);
      assertThat(followed.epoch().orElseThrow().to()).isEqualTo(last.span().to());
      assertThat(followed.server().orElseThrow().slotState().orElseThrow().lost()).isFalse();
    }
  }

  @Test
  void markIsInTheVaultOnceItIsSaid() {
    scene.journal().start();
    JournalMarkReport alone = scene.journal().mark("nobody listens", Duration.ofSeconds(20));
    assertThat(alone.followed()).isFalse();
    assertThat(alone.stored()).isEmpty();
    try (JournalScene.Following following = scene.follow()) {
      following.await(FollowReport.Stored.class);
      JournalMarkReport mark = scene.journal().mark("before upgrade", Duration.ofSeconds(20));
      assertThat(mark.stored()).contains(scene.epochs().getFirst().epoch());
    }
    assertThat(scene.journal().marks().marks())
        .extracting(JournalMark::name)
        .containsExactly("nobody listens", "before upgrade");
    assertThat(scene.reading().journal().marks(10))
        .as("the same, without reading all files")
        .isEqualTo(scene.journal().marks().marks());
  }

  @Test
  void noMarkIsMadeThatNoVaultWouldEverHave() {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.journal().mark("too early", Duration.ofSeconds(20)))
        .withMessageContaining("there is no journal")
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.USAGE));
    scene.journal().start();
    CatalogJournal journal = scene.journal();
    journal.stop(journal.planStop(OptionalLong.empty()));
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> scene.journal().mark("too late", Duration.ofSeconds(20)))
        .withMessageContaining("the journal has ended")
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.STALE));
  }

  @Test
  void allThatAServerLacksIsSaidToARoleThatMayNotReplicate() {
    String role = "role_of_" + database.name();
    database.execute("CREATE ROLE " + role + " LOGIN", "GRANT postgres TO " + role);
    try {
      CatalogJournal journal =
          new CatalogJournal(
              scene::writing,
              database.database(role),
              JournalOptions.DEFAULT.in("nessie"),
              new TestContext().context());
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(journal::start)
          .withMessageContainingAll("no right to replicate", "max_slot_wal_keep_size is -1")
          .satisfies(
              e ->
                  assertThat(e.hint().orElseThrow())
                      .contains("ALTER ROLE \"%s\" REPLICATION".formatted(role)));
    } finally {
      database.execute("DROP OWNED BY " + role, "DROP ROLE " + role);
    }
  }
}
