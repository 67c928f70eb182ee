package org.nessiebackup.service.schedule;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AgendaTest {
  private static final Map<Task, String> TIMES =
      Map.of(
          Task.FULL, "0 2 * * *",
          Task.INCREMENTAL, "0 * * * *",
          Task.PRUNE, "30 2 * * *",
          Task.VERIFY, "0 3 * * 0");

  private static final Map<Task, String> OTHERS =
      Map.of(
          Task.COPY, "15 4 * * *",
          Task.CHECK, "30 6 * * *",
          Task.FILES, "0 5 * * *",
          Task.DRILL, "0 6 * * 6");

  @ParameterizedTest
  @ValueSource(ints = {0, 1020, 1055})
  void killsOutagesAndClocksThatAreSetLoseNothingAndDoubleNothing(int from) {
    for (long seed = from; seed < from + 3; seed++) {
      live(seed, TIMES);
    }
  }

  @Test
  void copiesChecksAndRehearsalsAreTreatedAlike() {
    live(0, OTHERS);
  }

  private static void live(long seed, Map<Task, String> times) {
    World world = new World(seed, times);
    while (world.real().compareTo(Duration.ofDays(8)) < 0) {
      switch (world.random.nextInt(300)) {
        case 0, 1, 2 -> world.kill();
        case 3 -> world.setClock(Duration.ofSeconds(world.random.nextInt(7_200) - 3_600));
        case 4 -> world.setClock(Duration.ofSeconds(world.random.nextInt(400_000) - 200_000));
        case 5, 6 -> world.correctClock();
        case 7 -> world.loseVault();
        case 8 -> world.loseDatabase();
        default -> {}
      }
      try {
        world.goOn();
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
      }
    }
  }
}
