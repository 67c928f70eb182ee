package org.nessiebackup.acceptance.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
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
import org.nessiebackup.cli.option.Stores;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.s3.S3Server;

/** Every operation on a vault in a bucket, over a line that is faulty as chance has it. */
@Tag("thorough")
class FaultyBucketLineTest {
  private static final Effort EFFORT = Effort.asked();

  private @TempDir Path folder;

  /** How faulty the line is, and whether all has to work all the same. */
  private record Weather(int perThousand, List<FaultyLine.Fault> faults, boolean passable) {}

  @Test
  void operationsOverAFaultyLineWorkAndWhatTheyLeaveIsWhole() throws Exception {
    Random random = EFFORT.random("faulty-line");
    try (Figures figures = new Figures("faulty-line", EFFORT);
        S3Server server = S3Server.start();
        FaultyLine line = new FaultyLine(server.port(), random);
        LinkScene scene = new LinkScene(folder)) {
      int round = 0;
      for (Weather weather : weathers()) {
        Round trials = new Round(scene, line, figures, "round-" + round++, server.port());
        trials.run(weather, random);
      }
      line.happened()
          .forEach((fault, times) -> figures.count("faults: " + words(fault.name()), times));
      figures.assertHeld();
    }
  }

  private static List<Weather> weathers() {
    List<FaultyLine.Fault> all = Arrays.asList(FaultyLine.Fault.values());
    List<FaultyLine.Fault> quick = new ArrayList<>(all);
    quick.remove(FaultyLine.Fault.SERVER_TOO_BUSY);
    if (!EFFORT.thorough()) {
      return List.of(new Weather(120, quick, true));
    }
    List<Weather> many = new ArrayList<>();
    for (int i = 0; i < EFFORT.of("rounds", 1, 6); i++) {
      many.add(new Weather(50 + 40 * i, all, true));
      many.add(new Weather(200 + 80 * i, all, false));
    }
    return many;
  }

  private static String words(String name) {
    return name.toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
  }

  /** A vault of its own, and all operations on it. */
  private static final class Round {
    private final LinkScene scene;
    private final FaultyLine line;
    private final Figures figures;
    private final TriedVault direct;
    private final String throughLine;
    private final TriedOperations operations;
    private final Map<String, List<String>> rows = new HashMap<>();

    Round(LinkScene scene, FaultyLine line, Figures figures, String name, int port) {
      this.scene = scene;
      this.line = line;
      this.figures = figures;
      this.direct = scene.vault(S3Server.place(name, port));
      this.throughLine = S3Server.place(name, line.port());
      this.operations = scene.operations(direct);
    }

    void run(Weather weather, Random random) {
      for (TriedOperation operation :
          List.of(
              operations.backup(Wanted.FULL),
              operations.backup(Wanted.AUTO),
              verification(),
              operations.copy(),
              restore(),
              operations.backup(Wanted.FULL),
              operations.prune(random))) {
        scene
            .database()
            .execute(
                "UPDATE nessie.objs2 SET obj_ref = %d WHERE get_byte(obj_id, 1) %% 8 = %d"
                    .formatted(random.nextInt(1000), random.nextInt(8)));
        figures.trial(operation.name(), weather.toString(), () -> trial(operation, weather));
      }
      line.spoil(0, List.of());
    }

    private void trial(TriedOperation operation, Weather weather) {
      line.spoil(weather.perThousand(), weather.faults());
      Optional<BackupException> failure =
          LinkScene.run(operation, Stores.at(throughLine), scene.connection(true));
      line.spoil(0, List.of());
      figures.log(
          "%s, %s: %s".formatted(operation.name(), weather, failure.map(e -> e.getMessage())));
      if (weather.passable()) {
        assertThat(failure).isEmpty();
      }
      direct.removeLeases();
      for (ObjectStore store : List.of(direct.store(), direct.copyStore())) {
        if (!direct.backups(store).isEmpty()) {
          assertThat(operations.verify(store).sound()).as(store.location()).isTrue();
        }
      }
      // Nobody has written since, so a backup that is new is of these rows.
      for (Manifest each : direct.backups(direct.store())) {
        rows.computeIfAbsent(each.id().value(), id -> scene.rows("nessie"));
      }
    }

    private TriedOperation verification() {
      return new TriedOperation(
          "verify",
          List.of(),
          (store, database) -> assertThat(operations.verify(store).sound()).isTrue());
    }

    private TriedOperation restore() {
      return new TriedOperation(
          "restore",
          List.of(),
          (store, database) -> {
            String newest = direct.backups(direct.store()).getLast().id().value();
            try {
              operations.restoreInto(store, database, newest, LinkScene.RESTORED);
              assertThat(scene.rows(LinkScene.RESTORED)).isEqualTo(rows.get(newest));
            } finally {
              scene.dropRestored();
            }
          });
    }
  }
}
