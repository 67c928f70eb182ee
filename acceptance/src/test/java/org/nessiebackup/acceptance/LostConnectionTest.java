package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that end at many places of a backup and a restore. */
class LostConnectionTest {
  /** Of so many places one is tried in every build, by each accident another one. */
  private static final int SOME = 4;

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

  /** What ends the connections. */
  enum Accident {
    /** All of them are cut; new ones can be made. */
    CUT {
      @Override
      void happen(CrashScene scene) {
        scene.proxy().cut();
      }
    },
    /** The server can't be reached any more. */
    UNPLUGGED {
      @Override
      void happen(CrashScene scene) {
        scene.proxy().unplug();
      }
    },
    /** An administrator ends the sessions. */
    TERMINATED {
      @Override
      void happen(CrashScene scene) {
        scene.database().terminateSessions();
      }
    };

    abstract void happen(CrashScene scene);
  }

  private static List<Long> every(int first, int stride, List<Long> places) {
    return IntStream.range(0, places.size())
        .filter(i -> i % stride == first)
        .mapToObj(places::get)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"CUT, 0", "UNPLUGGED, 1", "TERMINATED, 2"})
  void backupThatLosesItsConnectionsLeavesNothingUnreadable(Accident accident, int first) {
    assertBackupsLeaveNothingUnreadable(accident, first, SOME);
  }

  @Tag("thorough")
  @ParameterizedTest
  @EnumSource
  void backupThatLosesItsConnectionsAtManyPlacesLeavesNothingUnreadable(Accident accident) {
    assertBackupsLeaveNothingUnreadable(accident, 0, 1);
  }

  private void assertBackupsLeaveNothingUnreadable(Accident accident, int first, int stride) {
    long bytes = scene.bytesOf(() -> scene.withEmptyVault(folder).run("backup").done());
    int failed = 0;
    for (long place : every(first, stride, CrashScene.places(bytes, 6))) {
      CommandRunner commands = scene.withEmptyVault(folder);
      scene.proxy().reset();
      scene.proxy().after(place, () -> accident.happen(scene));
      CommandResult result = commands.run("backup").withoutDefect();
      String what = "%s at byte %d of %d: %s".formatted(accident, place, bytes, result);
      assertThat(result.exitCode()).as(what).isIn(0, 1);
      scene.assertSoundAfterBackup(what, commands);
      failed += result.exitCode();
    }
    assertThat(failed).as("places that were felt").isPositive();
  }

  @ParameterizedTest
  @CsvSource({"CUT, 0", "UNPLUGGED, 1", "TERMINATED, 2"})
  void restoreThatLosesItsConnectionsLeavesTheOldCatalogOrTheNew(Accident accident, int first) {
    assertRestoresLeaveTheOldCatalogOrTheNew(accident, first, SOME);
  }

  @Tag("thorough")
  @ParameterizedTest
  @EnumSource
  void restoreThatLosesItsConnectionsAtManyPlacesLeavesTheOldCatalogOrTheNew(Accident accident) {
    assertRestoresLeaveTheOldCatalogOrTheNew(accident, 0, 1);
  }

  private static void assertRestoresLeaveTheOldCatalogOrTheNew(
      Accident accident, int first, int stride) {
    List<String> wrecked = scene.wreck();
    long bytes = scene.bytesOf(() -> scene.commands().run("restore", "latest", "--yes").done());
    scene.assertOldOrNewAfterRestore("undisturbed", wrecked);
    int failed = 0;
    for (long place : every(first, stride, CrashScene.places(bytes, 6))) {
      List<String> old = scene.wreck();
      scene.proxy().reset();
      scene.proxy().after(place, () -> accident.happen(scene));
      CommandResult result = scene.commands().run("restore", "latest", "--yes").withoutDefect();
      String what = "%s at byte %d of %d: %s".formatted(accident, place, bytes, result);
      assertThat(result.exitCode()).as(what).isIn(0, 1);
      if (result.exitCode() == 0) {
        assertThat(scene.database().fingerprint()).as(what).isEqualTo(scene.whole());
      }
      scene.assertOldOrNewAfterRestore(what, old);
      failed += result.exitCode();
    }
    assertThat(failed).as("places that were felt").isGreaterThan(5 / stride);
  }

  @Test
  void undoThatLosesItsConnectionLeavesOneOfTheTwoCatalogs() {
    List<String> old = scene.wreck();
    scene.commands().run("restore", "latest", "--yes").done();
    long bytes = scene.bytesOf(() -> scene.commands().run("undo").done());
    assertThat(scene.database().fingerprint()).isEqualTo(old);
    for (long place : CrashScene.places(bytes, 4)) {
      scene.proxy().reset();
      scene.proxy().after(place, scene.proxy()::cut);
      CommandResult result = scene.commands().run("undo").withoutDefect();
      scene.proxy().reset();
      scene.database().awaitNobody();
      assertThat(scene.database().fingerprint()).as(result.toString()).isIn(old, scene.whole());
    }
    scene.assertOldOrNewAfterRestore("undo", old);
  }
}
