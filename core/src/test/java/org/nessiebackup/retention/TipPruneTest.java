package org.nessiebackup.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.retention.PrunePlan.Fate;
import org.nessiebackup.retention.PrunePlan.Kind;
import org.nessiebackup.retention.PrunePlan.Orphan;
import org.nessiebackup.retention.PrunePlan.TipFate;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;

/** Three backups, one upon the other, with tips of each. */
class TipPruneTest {
  private static final BackupId OLD = new BackupId("20261101T020000Z-0001");
  private static final BackupId CHILD = new BackupId("20261101T030000Z-0002");
  private static final BackupId NEW = new BackupId("20261125T020000Z-0003");
  private static final Instant LONG_AFTER = Instant.parse("2026-11-25T03:00:00Z");
  private static final int TIPS = 3;

  /** The memory's clock goes on by a second with each object. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private final MemoryStore store = new MemoryStore();
  private final SampleVault sample = new SampleVault(store, new TestContext());

  @BeforeEach
  void makeTips() {
    Manifest old = sample.full(OLD.value());
    sample.incremental(CHILD.value(), old);
    sample.full(NEW.value());
    for (BackupId base : List.of(OLD, CHILD, NEW)) {
      for (int i = 0; i < TIPS; i++) {
        sample.tip(base, base.time().plusSeconds(i));
      }
    }
  }

  private static PruneOptions keeping(Duration tips) {
    return new PruneOptions(Optional.of(RetentionPolicy.NONE.withLast(1)), Optional.empty(), tips);
  }

  private static VaultPrune prune(MemoryStore store, Instant now) {
    return new VaultPrune(
        Vault.open(store), new TestContext().by(Clock.fixed(now, ZoneOffset.UTC)).context());
  }

  private PruneReport run(Instant now, Duration tips) {
    VaultPrune prune = prune(store, now);
    return prune.execute(prune.plan(keeping(tips)));
  }

  private List<BackupId> backups() {
    return Vault.open(store).backups().list().stream().map(BackupEntry::id).toList();
  }

  @Test
  void tipsGoWithTheirBackupAndThoseOfTheNewestStay() {
    PruneReport report = run(LONG_AFTER, SHORT);

    assertThat(report.removed()).containsExactly(CHILD, OLD);
    assertThat(report.cleared().tips()).isEqualTo(2L * TIPS);
    assertThat(backups()).containsExactly(NEW);
    assertThat(Vault.open(store).tips().stored()).containsOnlyKeys(NEW);
  }

  @Test
  void aBackupStaysAsLongAsItsTipsDoAndSoDoesWhatItBuildsOn() {
    PrunePlan plan = prune(store, LONG_AFTER).plan(keeping(PruneOptions.KEEP_TIPS));

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.backups())
        .filteredOn(fate -> fate.id().equals(CHILD))
        .flatExtracting(Fate::reasons)
        .containsExactly("tips within 2 d");
  }

  @Test
  void tipsThatAreBeingAddedStayWhateverIsAsked() {
    Instant atWork = Instant.ofEpochSecond(0).plus(Duration.ofMinutes(5));
    assertThat(prune(store, atWork).plan(keeping(Duration.ZERO)).tips().fates())
        .allSatisfy(fate -> assertThat(fate.reasons()).contains("tips are being added"));

    PruneReport all = run(LONG_AFTER, Duration.ZERO);
    assertThat(all.cleared().tips()).isEqualTo(3L * TIPS);
    assertThat(backups()).containsExactly(NEW);
    assertThat(Vault.open(store).tips().stored()).isEmpty();
  }

  @Test
  void tipsThatTheStoreKeepsKeepTheirBackupAndWhatItBuildsOn() {
    store.lock("tips/%s/%012d.json".formatted(CHILD, 2));
    PruneReport report = run(LONG_AFTER, SHORT);

    assertThat(report.removed()).isEmpty();
    assertThat(report.locked()).containsExactly("tips/%s/%012d.json".formatted(CHILD, 2));
    assertThat(backups()).containsExactly(OLD, CHILD, NEW);
    Vault vault = Vault.open(store);
    assertThat(vault.tips().epoch(vault.backups().identified(CHILD)).tips()).hasSize(2);
    assertThat(vault.tips().epoch(vault.backups().identified(CHILD)).damage()).isEmpty();
    assertThat(vault.tips().stored()).doesNotContainKey(OLD);
  }

  @Test
  void tipsOfABackupThatIsGoneAreGarbage() throws IOException {
    for (var object : store.list("backups/" + CHILD)) {
      store.delete(object.name());
    }
    PrunePlan plan = prune(store, LONG_AFTER).plan(keeping(SHORT));
    assertThat(plan.orphans())
        .extracting(Orphan::kind, Orphan::name, Orphan::due)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.TIPS, CHILD.value(), true));
    assertThat(plan.tips().fates()).extracting(TipFate::base).containsExactly(OLD, NEW);

    run(LONG_AFTER, SHORT);
    assertThat(Vault.open(store).tips().stored()).containsOnlyKeys(NEW);
  }
}
