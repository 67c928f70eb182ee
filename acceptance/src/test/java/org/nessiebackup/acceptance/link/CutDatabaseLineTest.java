package org.nessiebackup.acceptance.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.acceptance.figures.Effort;
import org.nessiebackup.acceptance.figures.Figures;
import org.nessiebackup.acceptance.trials.TriedOperation;
import org.nessiebackup.acceptance.trials.TriedOperations;
import org.nessiebackup.acceptance.trials.TriedVault;
import org.nessiebackup.backup.BackupOptions.Wanted;

/** Backups and restores whose line to PostgreSQL breaks, or stands still for a while. */
@Tag("thorough")
class CutDatabaseLineTest {
  private static final Effort EFFORT = Effort.asked();
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(400);

  private @TempDir Path folder;

  @Test
  void whatALineThatBreaksLeavesIsWhole() throws Exception {
    try (Figures figures = new Figures("cut-database-line", EFFORT);
        LinkScene scene = new LinkScene(folder)) {
      TriedVault vault = scene.vault(folder.resolve("vault").toString());
      TriedOperations operations = scene.operations(vault);
      LinkScene.run(operations.backup(Wanted.FULL), vault.store(), scene.connection(true));
      String first = vault.backups(vault.store()).getFirst().id().value();
      for (TriedOperation operation :
          List.of(
              operations.backup(Wanted.FULL),
              operations.backup(Wanted.AUTO),
              restored(operations, first))) {
        long bytes = bytesOf(scene, vault, operation);
        int places = EFFORT.of("places", 2, 60);
        for (int i = 0; i < places; i++) {
          long place = 1 + bytes * i / places;
          figures.trial(
              operation.name() + ": cut",
              "at byte %d of %d".formatted(place, bytes),
              () -> cut(scene, vault, operation, place));
          figures.trial(
              operation.name() + ": still for a while",
              "at byte %d of %d".formatted(place, bytes),
              () -> still(scene, vault, operation, place));
        }
      }
      figures.assertHeld();
    }
  }

  private static TriedOperation restored(TriedOperations operations, String id) {
    return new TriedOperation(
        "restore",
        List.of(),
        (store, database) -> operations.restoreInto(store, database, id, LinkScene.RESTORED));
  }

  private static long bytesOf(LinkScene scene, TriedVault vault, TriedOperation operation) {
    scene.proxy().reset();
    assertThat(LinkScene.run(operation, vault.store(), scene.connection(false))).isEmpty();
    scene.dropRestored();
    return scene.proxy().forwarded();
  }

  private static void cut(LinkScene scene, TriedVault vault, TriedOperation operation, long place) {
    List<String> before = scene.rows("nessie");
    scene.proxy().reset();
    scene.proxy().after(place, scene.proxy()::cut);
    Optional<BackupException> failure =
        LinkScene.run(operation, vault.store(), scene.connection(false));
    scene.proxy().reset();
    scene.database().awaitNobody();
    failure.ifPresent(e -> assertThat(e.getMessage()).doesNotContain("Exception", "java."));
    assertSound(scene, vault);
    scene.dropRestored();
    assertThat(LinkScene.run(operation, vault.store(), scene.connection(true))).isEmpty();
    scene.dropRestored();
    assertThat(scene.rows("nessie")).isEqualTo(before);
    assertThat(scene.database().stagingSchemas()).isEmpty();
  }

  private static void still(
      LinkScene scene, TriedVault vault, TriedOperation operation, long place) {
    scene.proxy().reset();
    scene.proxy().after(place, () -> LockSupport.parkNanos(PAUSE));
    assertThat(LinkScene.run(operation, vault.store(), scene.connection(false))).isEmpty();
    assertSound(scene, vault);
    scene.dropRestored();
  }

  private static void assertSound(LinkScene scene, TriedVault vault) {
    assertThat(scene.operations(vault).verify(vault.store()).sound()).isTrue();
  }
}
