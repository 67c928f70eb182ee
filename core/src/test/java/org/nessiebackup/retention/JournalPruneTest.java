package org.nessiebackup.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.EpochId;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalEpoch;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.retention.PrunePlan.JournalFate;
import org.nessiebackup.retention.PrunePlan.Kind;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.testing.SampleJournal;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.journal.JournalWriter;
import org.nessiebackup.vault.journal.StoredEpoch;
import org.nessiebackup.vault.object.Layout;

/** Epochs of a journal, and a backup that was taken at position 0/1A2B380. */
class JournalPruneTest {
  private static final Instant LONG_AFTER = Instant.parse("2026-12-25T03:00:00Z");
  private static final Lsn BEFORE_THE_BACKUP = new Lsn(0x1A00000);
  private static final Lsn BEHIND_THE_BACKUP = new Lsn(0x1B00000);

  private final MemoryStore store = new MemoryStore();
  private final SampleVault sample = new SampleVault(store, new TestContext());

  /** An epoch with a file that ends somewhere. */
  private JournalEpoch.Before epoch(Lsn start, Optional<JournalEpoch.Before> follows, Lsn end) {
    try (JournalWriter writer =
        Vault.open(store).journal().begin(SampleJournal.draft(follows, start), "test")) {
      writer.publish(end, SampleJournal.BEGUN, JournalWriter.Named.NOTHING, Optional.empty());
      return writer.asBefore();
    }
  }

  private VaultPrune prune() {
    return new VaultPrune(
        Vault.open(store), new TestContext().by(Clock.fixed(LONG_AFTER, ZoneOffset.UTC)).context());
  }

  private static PruneOptions keeping(Duration journal) {
    return new PruneOptions(
        Optional.of(RetentionPolicy.NONE.withLast(1)),
        Optional.empty(),
        PruneOptions.KEEP_TIPS,
        journal);
  }

  private List<EpochId> epochs() {
    return Vault.open(store).journal().epochs().stream().map(StoredEpoch::id).toList();
  }

  private PruneReport run(Duration journal) {
    VaultPrune prune = prune();
    return prune.execute(prune.plan(keeping(journal)));
  }

  @Test
  void whatSaysWhichFilesHaveMarksGoesWithTheirEpoch() throws IOException {
    EpochId old;
    try (JournalWriter writer =
        Vault.open(store)
            .journal()
            .begin(SampleJournal.draft(Optional.empty(), BEFORE_THE_BACKUP), "test")) {
      old = writer.epoch().id();
      writer.publish(
          BEHIND_THE_BACKUP,
          SampleJournal.BEGUN,
          new JournalWriter.Named(
              List.of(new JournalFile.Transaction(BEFORE_THE_BACKUP, SampleJournal.BEGUN, 1, 0)),
              List.of(new JournalFile.Mark("before", BEFORE_THE_BACKUP))),
          Optional.empty());
    }
    epoch(BEHIND_THE_BACKUP, Optional.empty(), BEHIND_THE_BACKUP);
    sample.full("20261122T020000Z-0001");
    assertThat(store.list(Layout.marked(old))).hasSize(1);

    run(Duration.ofMillis(1));

    assertThat(store.list("journal/").stream().map(StoredObject::name))
        .noneMatch(name -> name.contains(old.value()));
  }

  @Test
  void oldEpochsGoAsAWholeAndTheNewestStays() {
    epoch(BEFORE_THE_BACKUP, Optional.empty(), BEHIND_THE_BACKUP);
    EpochId newest = epoch(BEHIND_THE_BACKUP, Optional.empty(), BEHIND_THE_BACKUP).epoch();
    sample.full("20261122T020000Z-0001");

    assertThat(prune().plan(keeping(PruneOptions.KEEP_JOURNAL)).journal().removed()).isEmpty();
    PruneReport report = run(Duration.ofMillis(1));

    assertThat(report.cleared().journal()).isEqualTo(2);
    assertThat(epochs()).containsExactly(newest);
    assertThat(Vault.open(store).inventory().journal()).containsOnlyKeys(newest);
  }

  @Test
  void epochThroughWhichABackupLeadsToTheNewestStays() {
    JournalEpoch.Before lonely = epoch(BEFORE_THE_BACKUP, Optional.empty(), BEHIND_THE_BACKUP);
    JournalEpoch.Before first = epoch(BEFORE_THE_BACKUP, Optional.empty(), BEHIND_THE_BACKUP);
    JournalEpoch.Before second = epoch(BEHIND_THE_BACKUP, Optional.of(first), new Lsn(0x1C00000));
    JournalEpoch.Before third = epoch(new Lsn(0x1C00000), Optional.of(second), new Lsn(0x1D00000));
    sample.full("20261122T020000Z-0001");

    assertThat(prune().plan(keeping(Duration.ofMillis(1))).journal().removed())
        .extracting(JournalFate::epoch)
        .containsExactly(lonely.epoch());
    run(Duration.ofMillis(1));
    assertThat(epochs()).containsExactly(first.epoch(), second.epoch(), third.epoch());
  }

  @Test
  void epochThatNoBackupNeedsGoesAlthoughAnotherOneFollows() {
    JournalEpoch.Before first = epoch(new Lsn(0x1C00000), Optional.empty(), new Lsn(0x1D00000));
    EpochId second = epoch(new Lsn(0x1D00000), Optional.of(first), new Lsn(0x1D00000)).epoch();
    sample.full("20261122T020000Z-0001");

    run(Duration.ofMillis(1));
    assertThat(epochs()).containsExactly(second);
  }

  @Test
  void whoHasStoppedTheJournalCanRemoveAllOfIt() {
    epoch(BEFORE_THE_BACKUP, Optional.empty(), BEHIND_THE_BACKUP);
    sample.full("20261122T020000Z-0001");

    run(Duration.ZERO);
    assertThat(epochs()).isEmpty();
    assertThat(Vault.open(store).inventory().journal()).isEmpty();
  }

  /** It may be brought back from a copy. */
  @Test
  void filesOfAnEpochWithoutADocumentStayAsLongAsOthers() throws Exception {
    EpochId gone = epoch(BEFORE_THE_BACKUP, Optional.empty(), BEHIND_THE_BACKUP).epoch();
    store.delete(Layout.epoch(gone));
    sample.full("20261122T020000Z-0001");

    PrunePlan plan = prune().plan(keeping(PruneOptions.KEEP_JOURNAL));
    assertThat(plan.journal().fates()).isEmpty();
    assertThat(plan.orphans())
        .filteredOn(each -> each.kind() == Kind.JOURNAL)
        .singleElement()
        .satisfies(
            orphan -> {
              assertThat(orphan.name()).isEqualTo(gone.value());
              assertThat(orphan.due()).isFalse();
            });
    run(PruneOptions.KEEP_JOURNAL);
    assertThat(Vault.open(store).inventory().journal()).containsOnlyKeys(gone);

    run(Duration.ofMillis(1));
    assertThat(Vault.open(store).inventory().journal()).isEmpty();
  }
}
