package org.nessiebackup.tip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.manifest.TipRows;
import org.nessiebackup.testing.TestDatabase;

class TipFollowerTest {
  private static final List<String> REPOSITORIES = List.of("", "other");

  private final TipScene scene = new TipScene();

  @Test
  void everyCommitIsInTheVaultAfterThePoll() {
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie")) {
      Manifest base = scene.backUp(database);
      try (TipFollower follower = scene.follow(database)) {
        assertThat(follower.poll()).isInstanceOf(PollReport.Unmoved.class);
        for (int i = 1; i <= 5; i++) {
          scene.grow(database, i);

          Tip tip = ((PollReport.Published) follower.poll()).tip();

          assertThat(tip.number()).isEqualTo(i);
          assertThat(tip.objects().map(TipRows::rows).orElseThrow()).isBetween(2L * i, 4L * i);
          assertThat(follower.poll()).isInstanceOf(PollReport.Unmoved.class);
        }
      }
      scene.assertHasAll(database, base, REPOSITORIES);
    }
  }
}
