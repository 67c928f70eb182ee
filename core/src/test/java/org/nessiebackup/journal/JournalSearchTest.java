package org.nessiebackup.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.catalog.JournalCommits;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.journal.ChangeRow;
import org.nessiebackup.vault.journal.JournalMark;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.RecoveryPoint;

/**
 * Commits and marks are found in a journal of two epochs, the second of which follows the first.
 */
class JournalSearchTest {
  private static final int COMMITS = 3;

  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private final JournalScene scene = JournalScene.of(database);

  @BeforeEach
  void journal() {
    scene.journal().start();
    scene.backUp();
    JournalOptions often =
        JournalScene.OPTIONS.at(
            new JournalOptions.Pace(Duration.ZERO, Duration.ZERO, Duration.ofMillis(200)));
    try (JournalScene.Following following = scene.follow(often)) {
      scene.grow(COMMITS);
      following.catchUp();
      scene
          .writing()
          .changeSettings(
              settings -> settings.withRetention(RetentionPolicy.NONE), "test", Instant.now());
      scene.grow(1);
      following.await(FollowReport.Begun.class);
      scene.grow(COMMITS);
      following.catchUp();
    }
    assertThat(scene.epochs()).hasSize(2);
  }

  @AfterEach
  void drop() {
    CatalogJournal journal = scene.journal();
    journal.stop(journal.planStop(OptionalLong.empty()));
    database.close();
  }

  private List<ChangeRow> changes(int epoch) {
    return scene.changes(List.of(scene.epochs().get(epoch)));
  }

  /** The last time that a branch or tag was led to a commit in an epoch. */
  private ChangeRow reference(int epoch) {
    return changes(epoch).reversed().stream()
        .filter(change -> change.table() == ChangeRow.Table.REFERENCES)
        .filter(change -> change.operation() != ChangeRow.Operation.DELETED)
        .findFirst()
        .orElseThrow();
  }

  private String hash(ChangeRow reference) {
    int pointer = scene.epochs().getFirst().references().shape().columnNames().indexOf("pointer");
    return HexFormat.of().formatHex(reference.fields().get(pointer));
  }

  private Lsn find(String target) {
    RecoveryPoint point =
        JournalCommits.find(
            scene.reading(),
            new PointSelector.Named("@" + target, true),
            new TestContext().context());
    return ((RecoveryPoint.Journal) point).position();
  }

  private ThrowableAssertAlternative<BackupException> notFound(String target) {
    return assertThatExceptionOfType(BackupException.class).isThrownBy(() -> find(target));
  }

  /** Damages the file that has the mark of an epoch. */
  private String damage(int epoch) {
    JournalEpoch document = scene.epochs().get(epoch);
    long number =
        scene.files(document).stream()
            .filter(file -> !file.marks().isEmpty())
            .findFirst()
            .orElseThrow()
            .number();
    String name = Layout.journalFile(document.epoch(), number);
    try {
      ((MemoryStore) scene.store()).overwrite(name, new byte[] {'{', '}'});
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return name;
  }

  @Test
  void aCommitIsFoundInWhateverEpochMadeItVisible() {
    for (int epoch = 0; epoch < 2; epoch++) {
      ChangeRow reference = reference(epoch);

      assertThat(find(hash(reference))).isEqualTo(reference.commit());
      assertThat(find(hash(reference).substring(0, 12))).isEqualTo(reference.commit());
    }
    notFound("0123456789abcdef0123").withMessageContaining("has no transaction");
  }

  @Test
  void whatMayBeInADamagedFileIsNotFoundElsewhere() {
    String former = hash(reference(0));
    String latest = hash(reference(1));
    String damaged = damage(0);

    notFound(former).withMessageContaining(damaged);
    notFound(latest.substring(0, 12)).withMessageContaining(damaged);
  }

  @Test
  void aMarkIsFoundBesideADamagedFileAndWhatMayBeThereIsNot() {
    List<String> marks = scene.journal().marks().marks().stream().map(JournalMark::name).toList();
    assertThat(marks).containsExactly("mark 0", "mark 1");
    String damaged = damage(1);

    JournalMarksReport report = scene.journal().marks();

    assertThat(report.marks()).extracting(JournalMark::name).containsExactly("mark 0");
    assertThat(report.unusable()).isPositive();
    assertThat(report.reasons()).first().asString().contains(damaged);
    assertThat(find("mark:mark 0")).isNotNull();
    notFound("mark:never")
        .withMessageContaining(damaged)
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.DAMAGED));
  }

  @Test
  void aNameThatSeveralMarksHaveIsRefused() {
    try (JournalScene.Following following = scene.follow()) {
      scene.journal().mark("mark 0", Duration.ofSeconds(20));
      following.catchUp();
    }

    notFound("mark:mark 0")
        .withMessageContaining("several marks are called \"mark 0\"")
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.USAGE));
    assertThat(find("mark:mark 1")).isNotNull();
    notFound("mark:mark 9").withMessageContaining("mark 0");
  }
}
