package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped program, killed without a word at many places of a backup and a restore. */
class KilledProcessTest {
  private static final long SEED = 20261122;
  private static final int RANDOM_MOMENTS = 3;

  /** Which of the moments is tried in every build. */
  private static final int ONE_MOMENT = 1;

  private static final int KILLED = 128 + 9;

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
  void killedBackupLeavesNothingUnreadable() {
    assertBackupsLeaveNothingUnreadable(false);
  }

  @Tag("thorough")
  @Test
  void backupThatIsKilledAtManyMomentsLeavesNothingUnreadable() {
    assertBackupsLeaveNothingUnreadable(true);
  }

  private void assertBackupsLeaveNothingUnreadable(boolean thorough) {
    long bytes = scene.bytesOf(() -> scene.withEmptyVault(folder).run("backup").done());
    LongConsumer killedAt =
        place -> {
          CommandRunner commands = scene.withEmptyVault(folder);
          CommandResult result = killedAt(place, commands, "backup");
          scene.assertSoundAfterBackup(
              "killed at %d of %d: %s".formatted(place, bytes, result), commands);
        };
    (thorough ? List.of(1000L, bytes / 2, bytes - 300) : List.of(bytes / 2))
        .forEach(killedAt::accept);

    CommandRunner timed = scene.withEmptyVault(folder);
    long duration = duration(timed, "backup");
    for (long moment : moments(duration, thorough)) {
      CommandRunner commands = scene.withEmptyVault(folder);
      CommandResult result = killedAfter(moment, commands, "backup");
      scene.assertSoundAfterBackup("killed after %d ms: %s".formatted(moment, result), commands);
    }
  }

  @Test
  void killedRestoreLeavesTheOldCatalogOrTheNew() {
    assertRestoresLeaveTheOldCatalogOrTheNew(false);
  }

  @Tag("thorough")
  @Test
  void restoreThatIsKilledAtManyMomentsLeavesTheOldCatalogOrTheNew() {
    assertRestoresLeaveTheOldCatalogOrTheNew(true);
  }

  private static void assertRestoresLeaveTheOldCatalogOrTheNew(boolean thorough) {
    String[] restore = {"restore", "latest", "--yes"};
    List<String> first = scene.wreck();
    long bytes = scene.bytesOf(() -> scene.commands().run(restore).done());
    scene.assertOldOrNewAfterRestore("undisturbed", first);
    List<Long> places =
        thorough
            ? List.of(bytes / 4, bytes * 3 / 4, bytes - 2000, bytes - 1000, bytes - 400)
            : List.of(bytes * 3 / 4, bytes - 400);
    for (long place : places) {
      List<String> old = scene.wreck();
      CommandResult result = killedAt(place, scene.commands(), restore);
      scene.assertOldOrNewAfterRestore(
          "killed at %d of %d: %s".formatted(place, bytes, result), old);
    }
    List<String> before = scene.wreck();
    long duration = duration(scene.commands(), restore);
    scene.assertOldOrNewAfterRestore("undisturbed", before);
    for (long moment : moments(duration, thorough)) {
      List<String> old = scene.wreck();
      CommandResult result = killedAfter(moment, scene.commands(), restore);
      scene.assertOldOrNewAfterRestore("killed after %d ms: %s".formatted(moment, result), old);
    }
  }

  /** Kills a command while its traffic is held still at a place. */
  private static CommandResult killedAt(long place, CommandRunner commands, String... arguments) {
    CompletableFuture<LaunchedCommand> launched = new CompletableFuture<>();
    scene.proxy().reset();
    scene.proxy().after(place, () -> launched.join().kill());
    try (LaunchedCommand command = commands.launch(arguments)) {
      launched.complete(command);
      CommandResult result = command.result().withoutDefect();
      // Runs differ by some bytes: one that ended before the place is as good as any other.
      assertThat(result.exitCode()).as(result.toString()).isIn(0, KILLED);
      return result;
    }
  }

  private static CommandResult killedAfter(
      long milliseconds, CommandRunner commands, String... arguments) {
    scene.proxy().reset();
    try (LaunchedCommand command = commands.launch(arguments)) {
      if (!command.ended(milliseconds)) {
        command.kill();
      }
      return command.result().withoutDefect();
    }
  }

  private static long duration(CommandRunner commands, String... arguments) {
    scene.proxy().reset();
    long begin = System.nanoTime();
    try (LaunchedCommand command = commands.launch(arguments)) {
      command.result().done();
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
  }

  /** Moments of which no step of the program knows; the same ones in each run of the tests. */
  private static List<Long> moments(long duration, boolean all) {
    List<Long> moments =
        new Random(SEED).longs(RANDOM_MOMENTS, 1, duration + 1).sorted().boxed().toList();
    return all ? moments : List.of(moments.get(ONE_MOMENT));
  }
}
