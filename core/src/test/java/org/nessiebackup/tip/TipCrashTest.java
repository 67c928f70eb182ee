package org.nessiebackup.tip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.segment.KeyHash;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.testing.FaultyStore;
import org.nessiebackup.testing.FaultyStore.Fault;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.tip.TipEpoch;

/** Whatever call of the store goes wrong, and however: nothing is lost, and nothing is doubled. */
class TipCrashTest {
  private final MemoryStore store = new MemoryStore();
  private final TipScene scene = new TipScene(store);
  private final TestDatabase database = TestDatabase.create().withCatalog("nessie");
  private Manifest base;

  @BeforeEach
  void beginTips() {
    base = scene.backUp(database);
    try (TipFollower follower = scene.follow(database)) {
      scene.grow(database, 2);
      assertThat(follower.poll()).isInstanceOf(PollReport.Published.class);
    }
    scene.grow(database, 3);
  }

  @AfterEach
  void dropDatabase() {
    database.close();
  }

  @ParameterizedTest
  @CsvSource({"REFUSED, 1", "ANSWER_LOST, 2", "DEAD_BEFORE, 3", "DEAD_AFTER, 4"})
  void nextFollowerMendsWhatWasLeft(Fault fault, int first) {
    assertNextFollowerMends(fault, first, 5);
  }

  @Tag("thorough")
  @ParameterizedTest
  @EnumSource
  void nextFollowerMendsWhatWasLeftByWhateverCall(Fault fault) {
    assertNextFollowerMends(fault, 1, 1);
  }

  private void assertNextFollowerMends(Fault fault, int first, int stride) {
    List<KeyHash> wanted = keys(after(store.copy()));
    int calls = calls();
    assertThat(calls).as("calls until a tip is there").isBetween(5, 1000);
    for (int call = first; call <= calls; call += stride) {
      MemoryStore copy = store.copy();
      FaultyStore faulty = new FaultyStore(copy).failing(call, fault);
      try (TipFollower follower = scene.followThrough(faulty, database)) {
        follower.poll();
      } catch (BackupException killed) {
        assertThat(killed.getMessage()).isNotEmpty();
      }
      TipEpoch epoch = after(copy);
      assertThat(epoch.damage()).isEmpty();
      assertThat(epoch.tips())
          .filteredOn(tip -> tip.objects().isPresent())
          .extracting(Tip::number)
          .containsExactly(1L, 2L);
      assertThat(keys(epoch)).containsExactlyInAnyOrderElementsOf(wanted).doesNotHaveDuplicates();
    }
  }

  /** How many there are if none fails. */
  private int calls() {
    FaultyStore faulty = new FaultyStore(store.copy());
    try (TipFollower follower = scene.followThrough(faulty, database)) {
      follower.poll();
    }
    return faulty.calls();
  }

  /** The tips after another follower has looked, which finds what the store has. */
  private TipEpoch after(ObjectStore copy) {
    try (TipFollower follower = scene.followThrough(copy, database)) {
      assertThat(follower.poll()).isNotInstanceOf(PollReport.NewBaseNeeded.class);
    }
    Vault vault = scene.keys().open(copy);
    return vault.tips().epoch(vault.backups().identified(base.id()));
  }

  private List<KeyHash> keys(TipEpoch epoch) {
    List<KeyHash> keys = new ArrayList<>();
    epoch.tips().forEach(tip -> keys.addAll(scene.writing().tips().keys(tip)));
    return keys;
  }
}
