package org.nessiebackup.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.postgres.ConnectionSettings;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.ReplicationSession;
import org.nessiebackup.postgres.ReplicationStream;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.RecoveryPoint;

class JournalQuestionTest {
  /** Files of an hour: what is committed is not stored by itself while a test looks. */
  private static final JournalOptions SLOW =
      JournalScene.OPTIONS.at(
          new JournalOptions.Pace(
              Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(100)));

  private static final Duration LONG = Duration.ofSeconds(60);

  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private final JournalScene scene = JournalScene.of(database);

  @BeforeEach
  void beginJournal() {
    scene.journal().start();
    scene.backUp();
  }

  @AfterEach
  void endJournal() {
    CatalogJournal journal = scene.journal();
    journal.stop(journal.planStop(OptionalLong.empty()));
    database.close();
  }

  private Instant now() {
    return Instant.parse(
        scene.ask(
            "SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC',"
                + " 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"')"));
  }

  private boolean ask(Instant moment, Duration patience) {
    return ask(database.database(), moment, patience);
  }

  private boolean ask(Database asked, Instant moment, Duration patience) {
    return new JournalQuestion(scene.reading(), asked, new TestContext().context())
        .ask(moment, patience);
  }

  private RecoveryPoint.Journal find(Instant moment) {
    return (RecoveryPoint.Journal) scene.reading().points().find(PointSelector.asOf(moment, true));
  }

  private void isGap(Instant moment) {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> find(moment))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.GAP))
        .satisfies(e -> assertThat(e.hint().orElseThrow()).contains("Ask again in a minute"));
  }

  private List<JournalFile> files() {
    return scene.files(scene.epochs().getLast());
  }

  @Test
  void whoFollowsSaysThatNobodyHasCommitted() {
    try (JournalScene.Following following = scene.follow(SLOW)) {
      JournalFile last = following.catchUp();
      Instant moment = now();
      isGap(moment);

      assertThat(ask(moment, LONG)).isTrue();
      assertThat(find(moment).replay().stop()).isGreaterThanOrEqualTo(last.span().to());
      assertThat(files().getLast().transactions()).isEmpty();
      assertThat(files().getLast().marks()).isEmpty();
    }
  }

  @Test
  void whatWasCommittedMeanwhileIsInTheAnswer() {
    try (JournalScene.Following following = scene.follow(SLOW)) {
      following.catchUp();
      Instant before = now();
      scene.sql("UPDATE nessie.refs2 SET created_at = created_at + 1");
      Instant behind = now();

      assertThat(ask(behind, LONG)).isTrue();
      JournalFile.Transaction committed = files().getLast().transactions().getLast();
      assertThat(find(before).replay().stop()).isLessThanOrEqualTo(committed.commit());
      assertThat(find(behind).replay().stop()).isGreaterThan(committed.commit());
    }
  }

  @Test
  void whatTheVaultKnowsNobodyIsAsked() {
    Instant moment = now();
    try (JournalScene.Following following = scene.follow(SLOW)) {
      following.catchUp();
      assertThat(ask(moment, LONG)).isTrue();
    }
    int files = files().size();

    assertThat(ask(moment, Duration.ZERO)).isTrue();
    assertThat(files()).hasSize(files);
  }

  @Test
  void momentThatIsYetToComeIsNotAskedFor() {
    try (JournalScene.Following following = scene.follow(SLOW)) {
      following.catchUp();
      Instant moment = now().plus(1, ChronoUnit.HOURS);

      assertThat(ask(moment, LONG)).isFalse();
      isYetToCome(moment);
    }
  }

  private void isYetToCome(Instant moment) {
    assertThatExceptionOfType(BackupException.class).isThrownBy(() -> find(moment));
  }

  @Test
  void whereNobodyFollowsNothingIsKnown() {
    try (JournalScene.Following following = scene.follow(SLOW)) {
      following.catchUp();
    }
    Instant moment = now();

    assertThat(ask(moment, LONG)).isFalse();
    isGap(moment);
  }

  @Test
  void somebodyElseWhoReadsTheSlotSaysNothing() {
    try (JournalScene.Following following = scene.follow(SLOW)) {
      following.catchUp();
    }
    String slot = scene.epochs().getLast().slot();
    String publication = scene.ask("SELECT pubname FROM pg_publication");
    try (ReplicationSession session =
        database.database().openReplication("somebody else", new Cancellation())) {
      ReplicationStream stream =
          session.stream(slot, files().getLast().span().to(), List.of(publication));
      Instant moment = now();

      assertThat(ask(moment, Duration.ofMillis(500))).isFalse();
      assertThat(stream.next(Duration.ofSeconds(10))).isPresent();
      isGap(moment);
    }
  }

  /** Nobody listens at that port. */
  private static Database away() {
    return new Database(
        new ConnectionSettings(
            "jdbc:postgresql://127.0.0.1:1/nessie",
            Optional.of("postgres"),
            Optional.empty(),
            "nessie-backup test"));
  }

  @Test
  void serverThatIsAwaySaysNothing() {
    try (JournalScene.Following following = scene.follow(SLOW)) {
      following.catchUp();
      Instant moment = now();

      assertThat(ask(away(), moment, LONG)).isFalse();
      isGap(moment);
    }
  }
}
