package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A PostgreSQL that crashes at some places of a backup and a restore, and starts again. */
class LostServerTest {
  private static @TempDir Path folder;
  private static CrashScene scene;

  @BeforeAll
  static void setScene() {
    scene = CrashScene.set(folder);
  }

  @AfterAll
  static void close() {
    scene.close();
  }

  @Test
  void backupFromAServerThatCrashesLeavesNothingUnreadable() {
    assertBackupsLeaveNothingUnreadable(bytes -> List.of(bytes / 2));
  }

  @Tag("thorough")
  @Test
  void backupFromAServerThatCrashesAtOneOfItsEndsLeavesNothingUnreadable() {
    assertBackupsLeaveNothingUnreadable(bytes -> List.of(2000L, bytes - 100));
  }

  private void assertBackupsLeaveNothingUnreadable(LongFunction<List<Long>> places) {
    long bytes = scene.bytesOf(() -> scene.withEmptyVault(folder).run("backup").done());
    for (long place : places.apply(bytes)) {
      CommandRunner commands = scene.withEmptyVault(folder);
      scene.proxy().reset();
      scene.proxy().after(place, scene.server()::killHard);
      CommandResult result = commands.run("backup").withoutDefect();
      scene.server().restart();
      String what = "at byte %d of %d: %s".formatted(place, bytes, result);
      assertThat(result.exitCode()).as(what).isIn(0, 1);
      scene.assertSoundAfterBackup(what, commands);
    }
  }

  @Test
  void restoreIntoAServerThatCrashesLeavesTheOldCatalogOrTheNew() {
    assertRestoresLeaveTheOldCatalogOrTheNew(bytes -> List.of(bytes * 3 / 4, bytes - 400));
  }

  @Tag("thorough")
  @Test
  void restoreIntoAServerThatCrashesElsewhereLeavesTheOldCatalogOrTheNew() {
    assertRestoresLeaveTheOldCatalogOrTheNew(bytes -> List.of(bytes / 4, bytes - 1500, bytes - 20));
  }

  private static void assertRestoresLeaveTheOldCatalogOrTheNew(LongFunction<List<Long>> places) {
    List<String> first = scene.wreck();
    long bytes = scene.bytesOf(() -> scene.commands().run("restore", "latest", "--yes").done());
    scene.assertOldOrNewAfterRestore("undisturbed", first);
    for (long place : places.apply(bytes)) {
      List<String> old = scene.wreck();
      scene.proxy().reset();
      scene.proxy().after(place, scene.server()::killHard);
      CommandResult result = scene.commands().run("restore", "latest", "--yes").withoutDefect();
      scene.server().restart();
      String what = "at byte %d of %d: %s".formatted(place, bytes, result);
      assertThat(result.exitCode()).as(what).isIn(0, 1);
      if (result.exitCode() == 0) {
        assertThat(scene.database().fingerprint()).as(what).isEqualTo(scene.whole());
      }
      scene.assertOldOrNewAfterRestore(what, old);
    }
  }
}
