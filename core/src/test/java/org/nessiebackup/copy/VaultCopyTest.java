package org.nessiebackup.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.testing.FaultyStore;
import org.nessiebackup.testing.HandClock;
import org.nessiebackup.testing.InterleavingStore;
import org.nessiebackup.testing.SampleJournal;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;
import org.nessiebackup.vault.journal.JournalMark;
import org.nessiebackup.vault.journal.JournalWriter;
import org.nessiebackup.vault.journal.Journals;
import org.nessiebackup.vault.lease.Leases;
import org.nessiebackup.vault.lease.VaultLease;

class VaultCopyTest {
  private static final String FULL = "20261122T020000Z-0001";
  private static final String CHILD = "20261123T020000Z-0002";
  private static final String OTHER = "20261124T020000Z-0003";
  private static final CopyOptions ALL = new CopyOptions(List.of(), Optional.empty(), 2);

  private final HandClock clock = new HandClock(Instant.parse("2026-11-25T03:00:00Z"));
  private final TestContext work = new TestContext().by(clock);
  private final MemoryStore source = new MemoryStore();
  private final MemoryStore target = new MemoryStore("target");
  private final SampleVault sample = new SampleVault(source, work);
  private @TempDir Path folder;

  @BeforeEach
  void backUp() {
    sample.incremental(CHILD, sample.full(FULL));
    sample.full(OTHER);
  }

  private CopyReport copy(ObjectStore from, ObjectStore to, CopyOptions options) {
    Vault vault = Vault.open(from);
    VaultCopy copy = VaultCopy.into(to, there -> VaultAccess.NONE, vault, work.context());
    return copy.execute(copy.plan(options));
  }

  private CopyReport copy(CopyOptions options) {
    return copy(source, target, options);
  }

  private static List<String> listed(ObjectStore store) {
    return Vault.open(store).backups().list().stream().map(each -> each.id().value()).toList();
  }

  private static CopyOptions only(String... ids) {
    return new CopyOptions(List.of(ids), Optional.empty(), 1);
  }

  @Test
  void copyHasTheSameBytes() throws IOException {
    CopyReport report = copy(ALL);

    assertThat(report.copied()).extracting(BackupId::value).containsExactly(FULL, CHILD, OTHER);
    assertThat(report.complete()).isTrue();
    assertThat(target.list(""))
        .extracting(StoredObject::name)
        .isEqualTo(source.list("").stream().map(StoredObject::name).toList());
    for (StoredObject object : source.list("")) {
      assertThat(target.bytes(object.name())).isEqualTo(source.bytes(object.name()));
    }
    assertThat(Vault.open(target).description()).isEqualTo(sample.vault().description());
  }

  @Test
  void folderTakesACopyAsWell() throws IOException {
    FolderStore other = new FolderStore(folder);
    copy(source, other, ALL);

    SampleVault.assertWhole(other);
    assertThat(listed(other)).hasSize(3);
  }

  @Test
  void secondCopyBringsOnlyWhatIsNew() {
    copy(ALL);
    sample.full("20261125T020000Z-0004");
    CopyReport report = copy(ALL);

    assertThat(report.copied())
        .extracting(BackupId::value)
        .containsExactly("20261125T020000Z-0004");
    assertThat(report.present()).isEqualTo(3);
  }

  @Test
  void whatABackupBuildsOnComesWithIt() {
    assertThat(copy(only(CHILD)).copied()).extracting(BackupId::value).containsExactly(FULL, CHILD);
    assertThat(copy(only("latest")).copied()).extracting(BackupId::value).containsExactly(OTHER);
  }

  @Test
  void sinceMeansTheMomentsOfBackups() {
    Instant since = Instant.parse("2026-11-24T02:00:00Z");
    assertThat(copy(new CopyOptions(List.of(), Optional.of(since), 1)).copied())
        .extracting(BackupId::value)
        .containsExactly(OTHER);
  }

  @Test
  void planSaysWhatACopyWouldDoAndDoesNothing() {
    Vault vault = sample.vault();
    CopyPlan plan =
        VaultCopy.into(target, there -> VaultAccess.NONE, vault, work.context()).plan(ALL);

    assertThat(plan.createsVault()).isTrue();
    assertThat(plan.backups()).hasSize(3);
    assertThat(plan.bytes())
        .isEqualTo(plan.backups().stream().mapToLong(Manifest::storedBytes).sum());
    assertThat(target.list("")).isEmpty();
  }

  @Test
  void pinsAndNotesAreNotCopied() {
    sample
        .vault()
        .pins()
        .add(new Pin(new BackupId(FULL), clock.instant(), Optional.empty(), "test"));
    copy(ALL);

    assertThat(target.list("pins/")).isEmpty();
  }

  @Test
  void vaultThatCanBeOpenedHasItsSettingsWhereverTheCopyWasStopped() throws IOException {
    MemoryStore signed = new MemoryStore("signed");
    HostKey key = HostKey.generate(new SecureRandom());
    NewVault vault = new NewVault("a vault", clock.instant(), "test", List.of(), Optional.of(key));
    Vault.create(signed, vault);
    FaultyStore faulty = new FaultyStore(target);
    boolean done = false;
    for (int call = 1; !done && call < 500; call++) {
      faulty.failing(call, FaultyStore.Fault.DEAD_BEFORE);
      try {
        copy(signed, faulty, ALL);
        done = faulty.calls() < call;
      } catch (BackupException killed) {
        assertThat(killed.failure()).isIn(Failure.STORE, Failure.LOCKED);
      }
      if (!target.list("vault.json").isEmpty()) {
        assertThat(Vault.open(target).settings().current())
            .isEqualTo(Vault.open(signed).settings().current());
      }
      Leases leases = new Leases(target);
      leases.list().forEach(leases::remove);
    }
    assertThat(done).isTrue();
    assertThat(target.bytes("settings/0001.json")).isEqualTo(signed.bytes("settings/0001.json"));
  }

  @Test
  void damagedBackupIsNotCopiedNorWhatBuildsOnItButTheRestIs() throws IOException {
    byte[] bytes = source.bytes("backups/" + FULL + "/objs2-0000.copy.zst");
    bytes[3] ^= 1;
    source.overwrite("backups/" + FULL + "/objs2-0000.copy.zst", bytes);
    CopyReport report = copy(ALL);

    assertThat(report.copied()).extracting(BackupId::value).containsExactly(OTHER);
    assertThat(report.failed())
        .extracting(failed -> failed.id().value())
        .containsExactly(FULL, CHILD);
    assertThat(report.failed().getFirst().message()).contains("objs2-0000.copy.zst", "checksum");
    assertThat(listed(target)).containsExactly(OTHER);
    SampleVault.assertWhole(target);
  }

  @Test
  void missingObjectAndUnreadableManifestAreFindings() throws IOException {
    source.delete("backups/" + FULL + "/refs2-0000.copy.zst");
    source.overwrite("backups/" + OTHER + "/manifest.json", new byte[1]);
    CopyReport report = copy(ALL);

    assertThat(report.copied()).isEmpty();
    assertThat(report.failed())
        .extracting(failed -> failed.id().value())
        .containsExactlyInAnyOrder(FULL, CHILD, OTHER);
    assertThat(report.failed()).anyMatch(failed -> failed.message().contains("is missing"));
  }

  @Test
  void damageThatAnEarlierCopyLeftIsRepaired() throws IOException {
    String object = "backups/" + FULL + "/refs2-0000.copy.zst";
    target.overwrite(object, new byte[source.bytes(object).length]);
    copy(ALL);

    SampleVault.assertWhole(target);
  }

  @Test
  void backupWhoseManifestChangedMeanwhileIsNotPublished() throws IOException {
    byte[] other = source.bytes("backups/" + OTHER + "/manifest.json");
    InterleavingStore pausing = new InterleavingStore(target);
    pausing.before(
        call -> call.equals("commit backups/" + FULL + "/objs2-0000.copy.zst"),
        () -> {
          try {
            source.overwrite("backups/" + FULL + "/manifest.json", other);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> copy(source, pausing, only(FULL)))
        .withMessageContaining("was changed while it was copied");
    assertThat(listed(target)).isEmpty();
  }

  @Test
  void otherVaultIsNoReplica() {
    Vault.create(
        target,
        new NewVault("another vault", clock.instant(), "test", List.of(), Optional.empty()));

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> sample.vault().mirror(target))
        .withMessageContaining("another vault")
        .matches(e -> e.failure() == Failure.TARGET_GUARDED);
  }

  @Test
  void vaultIsNotCopiedIntoItself() {
    FolderStore same = new FolderStore(folder);
    new SampleVault(same, work).full(FULL);

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> copy(same, new FolderStore(folder), ALL))
        .matches(e -> e.failure() == Failure.USAGE);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> copy(same, new FolderStore(folder.resolve("copy")), ALL))
        .matches(e -> e.failure() == Failure.USAGE);
    assertThat(folder.resolve("copy")).doesNotExist();
  }

  @Test
  void backupsInUseAreNamedInTheSourceWhileTheyAreCopied() {
    List<BackupId> used = new ArrayList<>();
    work.onAdvance(
        () ->
            sample.vault().leases().list().stream()
                .filter(held -> held.lease().kind() == Lease.Kind.COPY)
                .forEach(held -> used.addAll(held.lease().uses())));
    copy(new CopyOptions(List.of(CHILD), Optional.empty(), 1));

    assertThat(used).extracting(BackupId::value).contains(FULL, CHILD);
    assertThat(sample.vault().leases().list()).isEmpty();
  }

  @Test
  void vaultThatCannotBeWrittenIsCopiedWithAWarning() {
    FaultyStore readOnly = new FaultyStore(source).withRoomFor(0);
    copy(readOnly, target, ALL);

    assertThat(listed(target)).hasSize(3);
    assertThat(work.warnings()).singleElement().asString().contains("no lease");
  }

  @Test
  void backupThatAPruneHasRemovedInTheTargetIsCopiedAgain() throws IOException {
    copy(only(OTHER));
    target.delete("backups/" + OTHER + "/manifest.json");
    Vault copied = Vault.open(target);
    try (VaultLease lease = copied.leases().acquire(Lease.Kind.PRUNE, List.of(), work.context())) {
      copied.deletion(lease).unfinished(new BackupId(OTHER), clock.instant(), "test");
    }
    assertThat(listed(target)).isEmpty();
    copy(only(OTHER));

    assertThat(listed(target)).containsExactly(OTHER);
    SampleVault.assertWhole(target);
  }

  @ParameterizedTest
  @CsvSource({"REFUSED, 1", "ANSWER_LOST, 3", "DEAD_BEFORE, 5", "DEAD_AFTER, 7"})
  void oneCallOfTheTargetFailsAndWhatIsListedIsWholeAndTheNextCopyFinishes(
      FaultyStore.Fault fault, int first) throws IOException {
    assertNextCopyFinishes(fault, first, 9);
  }

  @Tag("thorough")
  @ParameterizedTest
  @EnumSource
  void whateverCallOfTheTargetFailsWhatIsListedIsWholeAndTheNextCopyFinishes(
      FaultyStore.Fault fault) throws IOException {
    assertNextCopyFinishes(fault, 1, 1);
  }

  private void assertNextCopyFinishes(FaultyStore.Fault fault, int first, int stride)
      throws IOException {
    boolean done = false;
    int call = first;
    while (!done && call < 500) {
      MemoryStore memory = new MemoryStore("target");
      FaultyStore faulty = new FaultyStore(memory).failing(call, fault);
      try {
        CopyReport report = copy(source, faulty, new CopyOptions(List.of(), Optional.empty(), 1));
        done = faulty.calls() < call && report.complete();
      } catch (BackupException e) {
        assertThat(e.failure()).isIn(Failure.STORE, Failure.LOCKED);
      }
      if (!memory.list("vault.json").isEmpty()) {
        SampleVault.assertWhole(memory);
      }
      clock.advance(Duration.ofMinutes(10));
      assertThat(copy(source, memory, ALL).complete()).isTrue();
      SampleVault.assertWhole(memory);
      assertThat(listed(memory)).hasSize(3);
      call += stride;
    }
    assertThat(call).isBetween(20, 499);
  }

  private void addTips(String base, int count) {
    for (int i = 0; i < count; i++) {
      sample.tip(new BackupId(base), clock.instant());
    }
  }

  @Test
  void tipsGoAlongAndTheNextCopyGoesOn() throws IOException {
    addTips(CHILD, 70);
    addTips(OTHER, 2);
    assertThat(copy(ALL).written().tips()).isEqualTo(72);
    addTips(OTHER, 3);
    CopyReport next = copy(ALL);

    assertThat(next.copied()).isEmpty();
    assertThat(next.written().tips()).isEqualTo(3);
    assertThat(target.list("tips/"))
        .extracting(StoredObject::name)
        .isEqualTo(source.list("tips/").stream().map(StoredObject::name).toList())
        .hasSize(75);
    for (StoredObject tip : target.list("tips/")) {
      assertThat(target.bytes(tip.name())).isEqualTo(source.bytes(tip.name()));
    }
    SampleVault.assertWhole(target);
    assertThat(copy(ALL).written().tips()).isZero();
  }

  private void addJournal(int first, int last) {
    Journals journal = sample.vault().journal();
    try (JournalWriter writer =
        journal
            .newest()
            .map(epoch -> journal.resume(epoch.id()))
            .orElseGet(() -> journal.begin(SampleJournal.draft(), "test"))) {
      for (int i = first; i < last; i++) {
        SampleJournal.publish(writer, i);
      }
      SampleJournal.publish(writer, last, "last " + last);
    }
  }

  @Test
  void journalGoesAlongAndTheNextCopyGoesOn() throws IOException {
    addJournal(1, 70);
    assertThat(copy(ALL).written().journal()).isEqualTo(70);
    addJournal(71, 73);
    CopyReport next = copy(ALL);

    assertThat(next.written().journal()).isEqualTo(3);
    for (StoredObject each : source.list("journal/")) {
      assertThat(target.bytes(each.name())).isEqualTo(source.bytes(each.name()));
    }
    assertThat(target.list("journal/")).hasSize(76);
    assertThat(Vault.open(target).journal().marks(10))
        .extracting(JournalMark::name)
        .containsExactly("last 70", "last 73");
    assertThat(copy(ALL).written().journal()).isZero();
  }

  @Test
  void journalBehindADamagedFileIsNotCopiedAndAllElseIs() throws IOException {
    addJournal(1, 3);
    String second = source.list("journal/files/").get(1).name();
    source.delete(second);
    CopyReport report = copy(ALL);

    assertThat(report.copied()).isNotEmpty();
    assertThat(report.failed())
        .singleElement()
        .satisfies(failed -> assertThat(failed.message()).contains(second));
  }

  @Test
  void tipsBehindADamagedOneAreNotCopiedAndAllElseIs() throws IOException {
    addTips(FULL, 3);
    addTips(OTHER, 1);
    String second = "tips/%s/%012d.json".formatted(FULL, 2);
    source.overwrite(second, new byte[] {1});
    CopyReport report = copy(ALL);

    assertThat(report.failed()).extracting(CopyPlan.Failed::id).containsExactly(new BackupId(FULL));
    assertThat(report.copied()).hasSize(3);
    assertThat(target.list("tips/" + OTHER)).hasSize(1);
    SampleVault.assertWhole(target);
  }
}
