package org.nessiebackup.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.Lsn;
import org.nessiebackup.journal.JournalScene.Following;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.restore.CatalogRestore;
import org.nessiebackup.restore.RestoreOptions;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.journal.JournalWriter;
import org.nessiebackup.vault.point.PointSelector;
import org.nessiebackup.vault.point.PointTarget;

/** An epoch that is as long as one may be, in files of a folder. */
@Tag("thorough")
class LongEpochTest {
  private static final int MOST = 10_000;
  private static final int COMMITS = 6;

  private @TempDir Path folder;

  private final List<Moment> moments = new ArrayList<>();

  /** What a catalog was. */
  private record Moment(Lsn position, List<String> rows) {}

  @Test
  void epochOfTenThousandFilesIsFollowedAndGoneBackInto(TestReporter reporter) {
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie")) {
      JournalScene scene =
          new JournalScene(new FolderStore(folder), database::database, database::connect);
      scene.journal().start();
      scene.backUp();
      live(scene, database);
      fill(scene, MOST / 2);
      live(scene, database);
      long begun = System.nanoTime();
      fill(scene, MOST - COMMITS / 2);
      tell(reporter, "half of the files, written", begun);

      begun = System.nanoTime();
      live(scene, database);
      tell(reporter, "another epoch begun, and followed", begun);

      List<JournalEpoch> epochs = scene.epochs();
      assertThat(epochs).hasSize(2);
      // The last one says that another epoch follows.
      assertThat(scene.files(epochs.getFirst()).size()).isEqualTo(MOST + 1);
      assertThat(scene.end(epochs.getFirst()).map(JournalFile.End::reason))
          .contains(JournalFile.End.CONTINUED);
      assertThat(epochs.getLast().follows()).isPresent();
      for (Moment moment : moments) {
        begun = System.nanoTime();
        restore(scene, moment.position());
        tell(reporter, "restored to " + moment.position(), begun);
        assertThat(database.catalogFingerprint("elsewhere")).isEqualTo(moment.rows());
        scene.sql("DROP SCHEMA elsewhere CASCADE");
      }
    }
  }

  /** Commits, each in a file of its own. */
  private void live(JournalScene scene, TestDatabase database) {
    try (Following following = scene.follow()) {
      for (int i = 0; i < COMMITS; i++) {
        scene.grow(1);
        JournalFile file = following.catchUp();
        moments.add(
            new Moment(
                file.transactions().getLast().commit(), database.catalogFingerprint("nessie")));
      }
    }
    Moment last = moments.getLast();
    moments.removeAll(moments.subList(moments.size() - COMMITS, moments.size() - 1));
    assertThat(moments).endsWith(last);
  }

  /** Files that say that nothing was committed, as one comes each minute, up to a number. */
  private static void fill(JournalScene scene, long number) {
    try (JournalWriter writer =
        scene.writing().journal().resume(scene.epochs().getLast().epoch())) {
      while (writer.reached().number() < number) {
        writer.publish(
            writer.reached().to(), Instant.now(), JournalWriter.Named.NOTHING, Optional.empty());
      }
    }
  }

  private static void restore(JournalScene scene, Lsn position) {
    CatalogRestore restore =
        new CatalogRestore(scene.reading(), scene.database(), new TestContext().context());
    restore.execute(
        restore.plan(
            new RestoreOptions(
                new PointSelector.To(new PointTarget.Position(position), false, true),
                Optional.of("elsewhere"),
                2,
                false,
                false)));
  }

  private static void tell(TestReporter reporter, String what, long begun) {
    reporter.publishEntry(what, Duration.ofNanos(System.nanoTime() - begun).toMillis() + " ms");
  }
}
