package org.nessiebackup.tip;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.sandbox.CatalogLife;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.TestDatabase;

/**
 * Whatever happens to a catalog: after a look, the vault has all that its references lead to.
 * {@code -Dnessiebackup.tip.steps=300} makes the history longer, {@code -Dnessiebackup.tip.seed=7}
 * another one.
 */
class TipHistoryTest {
  private static final int STEPS = Integer.getInteger("nessiebackup.tip.steps", 24);
  private static final List<String> REPOSITORIES = List.of("", "other");

  private static final long SEED = Long.getLong("nessiebackup.tip.seed", 1);

  private final TipScene scene = new TipScene(new MemoryStore());

  @Test
  void everythingReachableIsInTheVaultAfterEachLook() throws Exception {
    assertAllIsInTheVault(SEED);
  }

  @Tag("thorough")
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void everythingReachableIsInTheVaultInOtherHistories(int more) throws Exception {
    assertAllIsInTheVault(SEED + more);
  }

  private void assertAllIsInTheVault(long seed) throws Exception {
    Random random = new Random(seed);
    CatalogLife life = new CatalogLife("nessie", REPOSITORIES, seed);
    int version =
        seed % 2 == 0 ? PostgresServer.available().first() : PostgresServer.available().last();
    List<String> steps = new ArrayList<>();
    try (TestDatabase database = TestDatabase.create(version).withCatalog("nessie")) {
      Manifest base = scene.backUp(database);
      TipFollower follower = scene.follow(database);
      try (Connection connection = database.connect()) {
        for (int step = 0; step < STEPS; step++) {
          for (int i = random.nextInt(3); i >= 0; i--) {
            steps.add(life.next(connection));
          }
          switch (random.nextInt(8)) {
            case 0 -> {
              base = scene.backUp(database);
              follower.rebase(base.id());
            }
            case 1 -> {
              follower.close();
              follower = scene.follow(database);
            }
            default -> {}
          }
          assertThat(follower.poll())
              .as("after %s", steps)
              .isNotInstanceOf(PollReport.NewBaseNeeded.class);
          if (step % 4 == 3) {
            scene.assertHasAll(database, base, REPOSITORIES);
          }
        }
      } finally {
        follower.close();
      }
    }
    assertThat(steps).contains("merge", "branch from an old commit");
  }
}
