package org.nessiebackup.acceptance.torture;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.acceptance.figures.Effort;
import org.nessiebackup.acceptance.figures.Figures;

/**
 * Random walks. {@code -Dreliability.seed=N} and {@code -Dreliability.steps=N} repeat one and make
 * it shorter; what concurrent writers and killed processes do is not the same in each run.
 */
class TortureTest {
  private static final Effort EFFORT = Effort.asked();

  private @TempDir Path folder;

  @Test
  void everyRecoveryPointOfATorturedCatalogGivesBackItsMomentRowByRow() {
    try (Figures figures = new Figures("torture", EFFORT)) {
      Instant end = Instant.now().plus(EFFORT.minutes());
      long seed = EFFORT.seed();
      do {
        walk(figures, seed++);
      } while (EFFORT.thorough() && Instant.now().isBefore(end));
      figures.assertHeld();
    }
  }

  private void walk(Figures figures, long seed) {
    boolean encrypted = seed % 2 == 1;
    Path place = folder.resolve("walk-" + seed);
    figures.log("walk with seed %d%s".formatted(seed, encrypted ? ", encrypted" : ""));
    figures.count("walks", 1);
    try (TortureScene scene =
        new TortureScene(place.resolve("vault").toString(), place, encrypted)) {
      TortureWalk walk = new TortureWalk(scene, figures);
      Random random = new Random(seed);
      int steps = EFFORT.of("steps", 32, 120);
      boolean held = true;
      for (int i = 1; i <= steps && held; i++) {
        held = step(figures, walk, new Random(random.nextLong()), seed + ", step " + i);
      }
      if (held) {
        figures.trial(
            "ends of walks: all sound, nothing left",
            "seed " + seed,
            () -> walk.finish(new Random(random.nextLong()), EFFORT.of("points", 4, 20)));
      }
    }
  }

  /** Each step has random numbers of its own, so that one does not change those that follow. */
  private static boolean step(Figures figures, TortureWalk walk, Random random, String what) {
    return figures.trial("steps", what, () -> figures.log(what + ": " + walk.step(random)));
  }
}
