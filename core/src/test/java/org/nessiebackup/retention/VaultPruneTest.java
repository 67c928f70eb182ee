package org.nessiebackup.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.retention.PrunePlan.Kind;
import org.nessiebackup.retention.PrunePlan.Orphan;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.ObjectLockedException;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.UnfinishedUpload;
import org.nessiebackup.store.Upload;
import org.nessiebackup.testing.FaultyStore;
import org.nessiebackup.testing.HandClock;
import org.nessiebackup.testing.InterleavingStore;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.lease.VaultLease;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.record.JournalProofs;

class VaultPruneTest {
  private static final String OLD = "20261101T020000Z-0001";
  private static final String CHILD = "20261101T030000Z-0002";
  private static final String NEW = "20261125T020000Z-0003";
  private static final String KILLED = "20261110T020000Z-0004";
  private static final PruneOptions LAST_ONE =
      new PruneOptions(Optional.of(RetentionPolicy.NONE.withLast(1)), Optional.empty());

  /** But for those of the newest. */
  private static final PruneOptions WITHOUT_TIPS =
      new PruneOptions(LAST_ONE.policy(), Optional.empty(), Duration.ofSeconds(1));

  private final HandClock clock = new HandClock(Instant.parse("2026-11-25T03:00:00Z"));
  private final TestContext work = new TestContext().by(clock);
  private final MemoryStore store = new MemoryStore();
  private final SampleVault sample = new SampleVault(store, work);
  private @TempDir Path folder;

  private VaultPrune prune(ObjectStore through) {
    return new VaultPrune(Vault.open(through), work.context());
  }

  private PruneReport run() {
    return prune(store).execute(prune(store).plan(LAST_ONE));
  }

  private List<String> listed() {
    return Vault.open(store).backups().list().stream().map(each -> each.id().value()).toList();
  }

  private void chains() {
    Manifest old = sample.full(OLD);
    sample.incremental(CHILD, old);
    sample.full(NEW);
  }

  @Test
  void whatNoRuleKeepsGoesWithAllItsObjects() throws IOException {
    chains();
    long bytes = store.list("backups/" + OLD).stream().mapToLong(StoredObject::size).sum();
    bytes += store.list("backups/" + CHILD).stream().mapToLong(StoredObject::size).sum();
    PrunePlan plan = prune(store).plan(LAST_ONE);
    assertThat(plan.removed()).extracting(fate -> fate.id().value()).containsExactly(OLD, CHILD);
    assertThat(plan.freedBytes()).isEqualTo(bytes);
    assertThat(listed()).hasSize(3);

    PruneReport report = prune(store).execute(plan);

    assertThat(report.removed()).extracting(BackupId::value).containsExactly(CHILD, OLD);
    assertThat(report.kept()).isEqualTo(1);
    assertThat(report.freedBytes()).isEqualTo(bytes);
    assertThat(store.list("")).hasSize(4);
    SampleVault.assertWhole(store);
    assertThat(prune(store).plan(LAST_ONE).isEmpty()).isTrue();
  }

  @Test
  void policyThatKeepsNothingIsRefused() {
    RetentionPolicy nothing = RetentionPolicy.NONE;

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () -> prune(store).plan(new PruneOptions(Optional.of(nothing), Optional.empty())))
        .matches(e -> e.failure() == Failure.USAGE);
  }

  @Test
  void defaultPolicyHoldsWhereNobodySaysOtherwise() {
    assertThat(prune(store).plan(PruneOptions.DEFAULT).policy()).isEqualTo(RetentionPolicy.DEFAULT);
    assertThat(
            prune(store)
                .plan(new PruneOptions(Optional.empty(), Optional.of("Europe/Berlin")))
                .policy()
                .timeZone())
        .isEqualTo("Europe/Berlin");
  }

  @Test
  void pinnedBackupStaysWithWhatItBuildsOn() {
    chains();
    pin(CHILD, "for the auditors");
    PrunePlan plan = prune(store).plan(LAST_ONE);

    assertThat(plan.removed()).isEmpty();
    assertThat(reasons(plan, CHILD)).containsExactly("pinned: for the auditors");
    assertThat(reasons(plan, OLD)).containsExactly("parent of " + CHILD);
    sample.vault().pins().remove(new BackupId(CHILD));
    assertThat(run().removed()).hasSize(2);
  }

  @Test
  void pinThatCannotBeReadIsAPin() throws IOException {
    chains();
    store.overwrite("pins/" + CHILD + ".json", "{}".getBytes(StandardCharsets.UTF_8));

    assertThat(reasons(prune(store).plan(LAST_ONE), CHILD)).containsExactly("pinned");
  }

  @Test
  void whatWasPinnedAfterThePlanStays() {
    chains();
    PrunePlan plan = prune(store).plan(LAST_ONE);
    pin(CHILD, "just in time");

    assertThat(prune(store).execute(plan).removed()).isEmpty();
    assertThat(listed()).hasSize(3);
  }

  @Test
  void whatThePlanDidNotNameStays() {
    chains();
    PrunePlan plan = prune(store).plan(LAST_ONE);
    sample.full("20261126T020000Z-0009");

    prune(store).execute(plan);
    assertThat(listed()).containsExactly(NEW, "20261126T020000Z-0009");
  }

  @Test
  void unreadableBackupStaysAndIsReported() throws IOException {
    chains();
    store.overwrite("backups/" + OLD + "/manifest.json", new byte[] {1});
    PrunePlan plan = prune(store).plan(LAST_ONE);

    assertThat(reasons(plan, OLD)).singleElement().asString().startsWith("cannot be read: ");
    assertThat(reasons(plan, CHILD)).isEmpty();
  }

  @Test
  void whatANewerProgramsBackupMayBuildOnStays() throws IOException {
    chains();
    store.overwrite(
        "backups/" + NEW + "/manifest.json", "{\"format\":2}".getBytes(StandardCharsets.UTF_8));
    PrunePlan plan = prune(store).plan(LAST_ONE);

    assertThat(plan.removed()).isEmpty();
    assertThat(reasons(plan, OLD)).anyMatch(reason -> reason.contains("may build on it"));
  }

  @Test
  void goodBackupStaysWhereTheNewestWasFoundDamaged() {
    chains();
    verified(NEW, VerificationRecord.Depth.FULL, false);
    verified(NEW, VerificationRecord.Depth.QUICK, true);
    assertThat(prune(store).plan(LAST_ONE).removed()).isEmpty();

    verified(NEW, VerificationRecord.Depth.FULL, true);
    assertThat(prune(store).plan(LAST_ONE).removed()).hasSize(2);
  }

  @Test
  void notesGoWithTheirBackupAndWhenNewerOnesReplaceThem() {
    chains();
    verified(OLD, VerificationRecord.Depth.QUICK, true);
    verified(NEW, VerificationRecord.Depth.QUICK, true);
    verified(NEW, VerificationRecord.Depth.FULL, true);
    verified(NEW, VerificationRecord.Depth.QUICK, true);
    PruneReport report = run();

    assertThat(report.orphans()).isEqualTo(2);
    assertThat(store.list("checks/"))
        .hasSize(2)
        .allMatch(note -> note.name().startsWith("checks/" + NEW));
  }

  @Test
  void whenSomebodyLookedLastIsKnownThoughThatBackupIsGone() {
    chains();
    verified(CHILD, VerificationRecord.Depth.QUICK, true);
    verified(OLD, VerificationRecord.Depth.FULL, true);
    run();

    assertThat(sample.vault().verifications().newest().keySet()).containsExactly(new BackupId(OLD));
    assertThat(prune(store).plan(LAST_ONE).isEmpty()).isTrue();
  }

  @Test
  void ofProofsOfTheJournalTheNewestStaysAndTheNewestThatIsSound() throws IOException {
    sample.full(OLD);
    sample.full(NEW);
    List<JournalProofRecord.Stretch> proven =
        List.of(new JournalProofRecord.Stretch(List.of(new BackupId(OLD), new BackupId(NEW))));
    for (boolean sound : List.of(true, true, false, false)) {
      sample
          .vault()
          .proofs()
          .note(new JournalProofs.Result(Optional.of(sound), proven, List.of()), work.context());
      clock.advance(Duration.ofSeconds(1));
    }
    JournalProofs.History before = sample.vault().proofs().history();

    run();

    assertThat(store.list(Layout.PROOFS)).hasSize(2);
    assertThat(sample.vault().proofs().history()).isEqualTo(before);
  }

  @Test
  void nobodyElseMayBeAtWork() {
    chains();
    PrunePlan plan = prune(store).plan(LAST_ONE);
    VaultLease copy =
        sample
            .vault()
            .leases()
            .acquire(Lease.Kind.COPY, List.of(new BackupId(OLD)), work.context());

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> prune(store).execute(plan))
        .matches(e -> e.failure() == Failure.LOCKED);
    assertThat(reasons(prune(store).plan(LAST_ONE), OLD))
        .containsExactly("in use: copy by nessie-backup test");
    copy.close();
    assertThat(prune(store).execute(plan).removed()).hasSize(2);
  }

  @Test
  void unfinishedBackupGetsATombstoneIsRemovedAndTheTombstoneGoesAfterAWeek() throws IOException {
    sample.unfinished(KILLED).full(NEW);
    PruneReport first = run();

    assertThat(first.orphans()).isEqualTo(1);
    assertThat(store.list("backups/" + KILLED))
        .extracting(StoredObject::name)
        .containsExactly("backups/" + KILLED + "/manifest.json");
    assertThat(listed()).containsExactly(NEW);
    assertThat(Vault.open(store).backups().latest()).isPresent();
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> Vault.open(store).backups().find(KILLED))
        .matches(e -> e.failure() == Failure.BACKUP_NOT_FOUND);

    clock.advance(Duration.ofDays(7));
    assertThat(prune(store).plan(LAST_ONE).orphans())
        .extracting(Orphan::kind, Orphan::due)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.VOID, false));
    clock.advance(Duration.ofSeconds(1));
    run();
    assertThat(store.list("backups/" + KILLED)).isEmpty();
  }

  @Test
  void whatIsYoungIsLeft() throws IOException {
    sample.unfinished(KILLED).put("probe/x", "x").full(NEW);
    store.create("backups/" + KILLED + "/objs2-0000.copy.zst");
    // The memory's clock counts seconds since 1970; ours is a day ahead of that.
    HandClock early = new HandClock(Instant.ofEpochSecond(86_400));
    PrunePlan plan =
        new VaultPrune(Vault.open(store), new TestContext().by(early).context()).plan(LAST_ONE);

    assertThat(plan.orphans())
        .extracting(Orphan::kind)
        .containsExactlyInAnyOrder(Kind.UNFINISHED_BACKUP, Kind.PROBE, Kind.UPLOAD);
    assertThat(plan.orphans()).noneMatch(Orphan::due);
    assertThat(plan.isEmpty()).isTrue();

    assertThat(run().orphans()).isEqualTo(3);
    assertThat(store.unfinished()).isEmpty();
    assertThat(store.list("probe/")).isEmpty();
  }

  @Test
  void folderIsRemovedToTheLastFileOfWhatAKilledProcessLeft() throws IOException {
    FolderStore files = new FolderStore(folder);
    HandClock inTwoDays = new HandClock(Instant.now().plus(Duration.ofDays(2)));
    TestContext later = new TestContext().by(inTwoDays);
    SampleVault vault = new SampleVault(files, later);
    vault.unfinished(KILLED).put("probe/x", "x").full(NEW);
    // What a killed process leaves: an upload that nobody closes.
    files.create("backups/" + KILLED + "/objs2-0000.copy.zst").body().write(1);
    VaultPrune prune = new VaultPrune(vault.vault(), later.context());

    assertThat(prune.execute(prune.plan(LAST_ONE)).orphans()).isEqualTo(3);
    assertThat(files.unfinished()).isEmpty();
    inTwoDays.advance(Duration.ofDays(8));
    prune.execute(prune.plan(LAST_ONE));

    assertThat(folder.resolve("backups/" + KILLED)).doesNotExist();
    assertThat(folder.resolve("probe")).doesNotExist();
    assertThat(folder.resolve("locks")).doesNotExist();
    SampleVault.assertWhole(files);
  }

  @Test
  void whatCannotBeReadIsNoGarbageAndKeepsWhatItMayBuildOn() throws IOException {
    FolderStore files = new FolderStore(folder);
    HandClock inTwoDays = new HandClock(Instant.now().plus(Duration.ofDays(2)));
    TestContext later = new TestContext().by(inTwoDays);
    SampleVault vault = new SampleVault(files, later);
    Manifest old = vault.full(OLD);
    vault.incremental(CHILD, old);
    vault.full(NEW);
    Path manifest = folder.resolve("backups/" + CHILD + "/manifest.json");
    Files.move(manifest, manifest.resolveSibling("moved"));
    Files.createSymbolicLink(manifest, Path.of("moved"));
    VaultPrune prune = new VaultPrune(vault.vault(), later.context());

    PrunePlan plan = prune.plan(LAST_ONE);

    assertThat(plan.isEmpty()).isTrue();
    assertThat(plan.backups()).hasSize(3).allMatch(PrunePlan.Fate::kept);
  }

  @Test
  void whatAKilledBackupHasLeftIsRemovedThoughItsLeaseIsStillThere() {
    sample.vault().leases().acquire(Lease.Kind.BACKUP, List.of(), work.context());
    sample.unfinished(KILLED);
    clock.advance(Duration.ofMinutes(4));
    PruneReport report = run();

    assertThat(report.orphans()).isEqualTo(2);
    assertThat(sample.vault().leases().list()).isEmpty();
  }

  @Test
  void lockedObjectsAreLeftAndReported() throws IOException {
    chains();
    LockingStore locking = new LockingStore(store, "backups/" + CHILD + "/");
    PruneReport report = prune(locking).execute(prune(locking).plan(LAST_ONE));

    assertThat(report.locked()).containsExactly("backups/" + CHILD + "/manifest.json");
    assertThat(report.removed()).extracting(BackupId::value).containsExactly(OLD);
  }

  @ParameterizedTest
  @CsvSource({"REFUSED, 1", "ANSWER_LOST, 3", "DEAD_BEFORE, 5", "DEAD_AFTER, 7"})
  void oneCallFailsAndWhatIsListedIsWholeAndTheNextPruneFinishes(FaultyStore.Fault fault, int first)
      throws IOException {
    assertNextPruneFinishes(fault, first, 9);
  }

  @Tag("thorough")
  @ParameterizedTest
  @EnumSource
  void whateverCallFailsWhatIsListedIsWholeAndTheNextPruneFinishes(FaultyStore.Fault fault)
      throws IOException {
    assertNextPruneFinishes(fault, 1, 1);
  }

  private void assertNextPruneFinishes(FaultyStore.Fault fault, int first, int stride)
      throws IOException {
    int call = first;
    boolean done = false;
    while (!done && call < 500) {
      MemoryStore memory = new MemoryStore();
      SampleVault vault = new SampleVault(memory, work);
      vault.incremental(CHILD, vault.full(OLD));
      vault.unfinished(KILLED).full(NEW);
      for (String base : new String[] {OLD, CHILD, NEW}) {
        vault.tip(new BackupId(base), clock.instant());
        vault.tip(new BackupId(base), clock.instant());
      }
      PrunePlan plan = prune(memory).plan(WITHOUT_TIPS);
      FaultyStore faulty = new FaultyStore(memory);
      VaultPrune prune = prune(faulty);
      faulty.failing(call, fault);
      try {
        prune.execute(plan);
        done = faulty.calls() < call;
      } catch (BackupException e) {
        assertThat(e.failure()).isIn(Failure.STORE, Failure.LOCKED, Failure.BACKUP_NOT_FOUND);
      }
      SampleVault.assertWhole(memory);
      clock.advance(Duration.ofMinutes(10));
      VaultPrune next = prune(memory);
      next.execute(next.plan(WITHOUT_TIPS));
      SampleVault.assertWhole(memory);
      assertThat(Vault.open(memory).tips().stored())
          .containsOnlyKeys(new BackupId(NEW))
          .allSatisfy((base, tips) -> assertThat(tips.count()).isEqualTo(2));
      // Of the killed one, and of those that were removed in part, the fence may be left.
      assertThat(Vault.open(memory).backups().list())
          .extracting(BackupEntry::id)
          .containsExactly(new BackupId(NEW));
      assertThat(memory.list("backups/"))
          .allMatch(
              o -> o.name().startsWith("backups/" + NEW) || o.name().endsWith("/manifest.json"));
      call += stride;
    }
    assertThat(call).isBetween(20, 499);
  }

  @Test
  void writerThatIsPausedAnywhereWhileAPruneClearsItNeverListsABrokenBackup() throws IOException {
    int call = 1;
    int calls;
    do {
      MemoryStore memory = new MemoryStore();
      new SampleVault(memory, work).full(OLD);
      InterleavingStore pausing = new InterleavingStore(memory);
      SampleVault writer = new SampleVault(pausing, work);
      pausing.before(
          call,
          () -> {
            clock.advance(Duration.ofDays(2));
            VaultPrune prune = prune(memory);
            prune.execute(prune.plan(LAST_ONE));
          });
      try {
        writer.full(NEW);
      } catch (BackupException e) {
        assertThat(e.failure()).isEqualTo(Failure.LOCKED);
      }
      calls = pausing.calls();
      SampleVault.assertWhole(memory);
      clock.advance(Duration.ofDays(8));
      VaultPrune last = prune(memory);
      last.execute(last.plan(LAST_ONE));
      last.execute(last.plan(LAST_ONE));
      SampleVault.assertWhole(memory);
      call++;
    } while (call <= calls);
    assertThat(call).isGreaterThan(10);
  }

  /**
   * Between the look at the lease and the removal of a manifest lies one moment that nothing can
   * close; a prune that is paused just there for longer than its lease may still do harm.
   */
  @Test
  void pruneThatIsPausedWhileSomebodyBacksUpRemovesNothingThatIsNeeded() throws IOException {
    String unguarded = "delete backups/" + OLD + "/manifest.json";
    int call = 1;
    int calls;
    do {
      MemoryStore memory = new MemoryStore();
      SampleVault vault = new SampleVault(memory, work);
      Manifest parent = vault.full(OLD);
      vault.full(NEW);
      InterleavingStore pausing = new InterleavingStore(memory);
      VaultPrune prune = prune(pausing);
      PrunePlan plan = prune.plan(LAST_ONE);
      pausing.before(call, () -> backUpTwoDaysLater(vault, parent));
      try {
        prune.execute(plan);
      } catch (BackupException e) {
        assertThat(e.failure()).isEqualTo(Failure.LOCKED);
      }
      if (!pausing.pausedBefore().equals(unguarded)) {
        SampleVault.assertWhole(memory);
      }
      calls = pausing.calls();
      call++;
    } while (call <= calls);
    assertThat(call).isGreaterThan(10);
  }

  private void backUpTwoDaysLater(SampleVault vault, Manifest parent) {
    clock.advance(Duration.ofDays(2));
    try {
      vault.incremental("20261127T020000Z-0007", parent);
    } catch (BackupException goneAlready) {
      assertThat(goneAlready.failure()).isEqualTo(Failure.LOCKED);
    }
  }

  private void pin(String id, String reason) {
    sample
        .vault()
        .pins()
        .add(new Pin(new BackupId(id), clock.instant(), Optional.of(reason), "test"));
  }

  private void verified(String id, VerificationRecord.Depth depth, boolean sound) {
    clock.advance(Duration.ofSeconds(1));
    sample
        .vault()
        .verifications()
        .add(
            new VerificationRecord(
                new BackupId(id), clock.instant(), depth, sound, sound ? 0 : 1, "test"));
  }

  private static List<String> reasons(PrunePlan plan, String id) {
    return plan.backups().stream()
        .filter(fate -> fate.id().value().equals(id))
        .map(PrunePlan.Fate::reasons)
        .findFirst()
        .orElseThrow();
  }

  /** Does not let go what lies below a prefix. */
  private record LockingStore(ObjectStore inner, String prefix) implements ObjectStore {
    @Override
    public void delete(String name, Lifetime lifetime) throws IOException {
      if (name.startsWith(prefix)) {
        throw new ObjectLockedException(name + " is locked on demand", null);
      }
      inner.delete(name, lifetime);
    }

    @Override
    public String location() {
      return inner.location();
    }

    @Override
    public Upload create(String name, Lifetime lifetime) throws IOException {
      return inner.create(name, lifetime);
    }

    @Override
    public InputStream open(String name) throws IOException {
      return inner.open(name);
    }

    @Override
    public List<StoredObject> list(String prefix) throws IOException {
      return inner.list(prefix);
    }

    @Override
    public boolean supportsConditionalPut() throws IOException {
      return inner.supportsConditionalPut();
    }

    @Override
    public List<UnfinishedUpload> unfinished() throws IOException {
      return inner.unfinished();
    }

    @Override
    public void discard(UnfinishedUpload upload) throws IOException {
      inner.discard(upload);
    }
  }

  @Test
  void oneMomentOfTheFutureMakesNoOtherBackupGo() {
    for (int day = 11; day <= 24; day++) {
      sample.full("202611%dT020000Z-0001".formatted(day));
    }
    sample.full("20291118T020000Z-0002");
    PrunePlan plan =
        prune(store)
            .plan(
                new PruneOptions(
                    Optional.of(RetentionPolicy.NONE.withWithin(Duration.ofDays(10))),
                    Optional.empty()));

    assertThat(plan.removed())
        .extracting(fate -> fate.id().value().substring(0, 8))
        .containsExactly("20261111", "20261112", "20261113");
  }

  @Test
  void planNamesWhatGoesAlthoughItIsNotADayOld() {
    sample.full("20261124T000000Z-0001");
    sample.full("20261125T010000Z-0001");
    sample.full("20261125T020000Z-0001");
    PrunePlan plan = prune(store).plan(LAST_ONE);

    assertThat(plan.removed()).hasSize(2);
    assertThat(plan.youngRemoved())
        .extracting(fate -> fate.id().value())
        .containsExactly("20261125T010000Z-0001");
  }
}
