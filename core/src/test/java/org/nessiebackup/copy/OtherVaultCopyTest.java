package org.nessiebackup.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Lineage;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.Times;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.store.Upload;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.FaultyStore;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.PendingBackup;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.lease.Leases;
import org.nessiebackup.vault.lease.VaultLease;

/** What a copy does that stores backups for the recipients of another vault. */
class OtherVaultCopyTest {
  private static final String FIRST = "20261122T020000Z-0001";
  private static final String SECOND = "20261123T020000Z-0002";
  private static final CopyOptions ALL = new CopyOptions(List.of(), Optional.empty(), 1);

  private final TestContext work = new TestContext();
  private final MemoryStore source = new MemoryStore("source");
  private final Identity reader = EncryptedVault.identity();
  private final EncryptedVault made = EncryptedVault.create(source, reader);
  private final Place target = Place.encrypted("another-vault");

  @BeforeEach
  void backUp() throws IOException {
    made.backup(FIRST);
    made.backup(SECOND);
  }

  private VaultCopy copy(Vault from, ObjectStore to, VaultAccess keys) {
    return VaultCopy.into(to, there -> keys, from, work.context());
  }

  private CopyReport copyAll(Vault from, Place to) {
    VaultCopy copy = copy(from, to.store(), to.writer());
    return copy.execute(copy.plan(ALL));
  }

  private static List<String> listed(ObjectStore store) {
    return Vault.open(store).backups().list().stream().map(each -> each.id().value()).toList();
  }

  private static List<String> names(ObjectStore store) throws IOException {
    return store.list("").stream().map(StoredObject::name).toList();
  }

  private static Failure failureOf(ThrowingCallable call) {
    return catchThrowableOfType(BackupException.class, call).failure();
  }

  /** Every listed backup opens for the target's identity, and nothing else lies there. */
  private static void assertReadable(Place place, int left) throws IOException {
    Vault vault = place.toRead();
    for (BackupEntry entry : vault.backups().list()) {
      EncryptedVault.assertReadable(vault, vault.backups().manifest(entry.id()));
    }
    assertThat(place.store().list("backups/")).hasSize(vault.backups().list().size() * 4 + left);
  }

  @Test
  void copyOpensForTheRecipientsOfItsOwnVaultOnly() throws IOException {
    VaultCopy copy = copy(made.open(reader), target.store(), target.writer());
    CopyPlan plan = copy.plan(ALL);
    assertThat(plan.mode()).isEqualTo(CopyPlan.Mode.REENCRYPTION);
    assertThat(plan.createsVault()).isFalse();
    assertThat(listed(target.store())).isEmpty();
    CopyReport report = copy.execute(plan);

    assertThat(report.mode()).isEqualTo(CopyPlan.Mode.REENCRYPTION);
    assertThat(report.copied()).extracting(BackupId::value).containsExactly(FIRST, SECOND);
    assertReadable(target, 0);
    Manifest copied = target.toRead().backups().find(FIRST);
    Vault stranger = Vault.open(target.store(), VaultAccess.NONE.withIdentities(List.of(reader)));
    assertThat(failureOf(() -> stranger.keys().checkReader(copied))).isEqualTo(Failure.KEY_WRONG);
    // Key lists open for the host that writes there, without an identity.
    Vault host = target.toWrite();
    assertThat(
            EncryptedVault.keyList(
                host,
                host.keys().listDecryption(copied),
                copied,
                copied.tables().getFirst().segments().getFirst().keys().orElseThrow()))
        .hasSize(16);
  }

  @Test
  void foldersGiveAndTakeCopiesAsWell(@TempDir Path folder) throws IOException {
    EncryptedVault from = EncryptedVault.create(new FolderStore(folder.resolve("from")), reader);
    from.backup(FIRST);
    FolderStore to = new FolderStore(folder.resolve("to"));
    for (StoredObject object : target.store().list("")) {
      try (Upload upload = to.create(object.name())) {
        upload.body().write(target.store().bytes(object.name()));
        upload.commit();
      }
    }
    VaultCopy copy = copy(from.open(reader), to, target.writer());
    copy.execute(copy.plan(new CopyOptions(List.of(), Optional.empty(), 4)));

    EncryptedVault.assertReadable(target.toRead(to), target.toRead(to).backups().find(FIRST));
  }

  @Test
  void manifestSaysTheSameButForVaultKeysAndObjects() {
    Manifest before = made.open().backups().find(FIRST);
    copyAll(made.open(reader), target);
    Manifest after = target.toRead().backups().find(FIRST);

    assertThat(after.vault()).isEqualTo("another-vault");
    assertThat(after.settings()).isEqualTo(1);
    assertThat(after)
        .usingRecursiveComparison()
        .ignoringFieldsMatchingRegexes("vault", ".*storedBytes", ".*sha256")
        .isEqualTo(before);
    assertThat(after.parts()).noneMatch(part -> before.parts().anyMatch(part::equals));
  }

  @Test
  void whatIsThereIsSkippedAndAnEmptyPlaceBecomesAReplica() {
    copyAll(made.open(reader), target);
    CopyReport again = copyAll(made.open(reader), target);

    assertThat(again.copied()).isEmpty();
    assertThat(again.present()).isEqualTo(2);
    assertThat(copy(made.open(), new MemoryStore("empty"), VaultAccess.NONE).plan(ALL).mode())
        .isEqualTo(CopyPlan.Mode.REPLICA);
  }

  @Test
  void keysAreLookedAtBeforeAnythingIsWritten() throws IOException {
    List<String> before = names(target.store());
    VaultAccess writer = target.writer();

    assertThat(failureOf(() -> copy(made.open(), target.store(), writer).checkKeys()))
        .isEqualTo(Failure.KEY_MISSING);
    assertThat(failureOf(() -> copy(made.open(), target.store(), writer).plan(ALL)))
        .isEqualTo(Failure.KEY_MISSING);
    Vault stranger = made.open(EncryptedVault.identity());
    assertThat(failureOf(() -> copy(stranger, target.store(), writer).plan(ALL)))
        .isEqualTo(Failure.KEY_WRONG);
    Vault right = made.open(reader);
    assertThat(failureOf(() -> copy(right, target.store(), VaultAccess.NONE).plan(ALL)))
        .isEqualTo(Failure.KEY_MISSING);
    VaultAccess other = VaultAccess.NONE.withHostKey(HostKey.generate(new SecureRandom()));
    assertThat(failureOf(() -> copy(right, target.store(), other).plan(ALL)))
        .isEqualTo(Failure.KEY_WRONG);
    assertThat(names(target.store())).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "objs2-0000.copy.zst.age",
        "keys-0000.copy.zst.age",
        "dictionary-0000.copy.zst.age"
      })
  void damagedBackupIsNamedAndTheOthersAreCopied(String object) throws IOException {
    String name = "backups/" + FIRST + "/" + object;
    byte[] whole = source.bytes(name);
    List<UnaryOperator<byte[]>> damages =
        List.of(
            bytes -> changed(bytes, 3),
            bytes -> changed(bytes, 40),
            bytes -> changed(bytes, bytes.length - 1),
            bytes -> Arrays.copyOf(bytes, bytes.length - 1),
            bytes -> Arrays.copyOf(bytes, bytes.length + 1),
            bytes -> new byte[0]);
    for (UnaryOperator<byte[]> damage : damages) {
      source.overwrite(name, damage.apply(whole.clone()));
      Place other = Place.encrypted("another-vault");
      CopyReport report = copyAll(made.open(reader), other);

      assertThat(report.complete()).isFalse();
      assertThat(report.failed()).extracting(each -> each.id().value()).containsExactly(FIRST);
      assertThat(report.failed().getFirst().message()).contains(object);
      assertThat(listed(other.store())).containsExactly(SECOND);
    }
    source.delete(name);
    assertThat(copyAll(made.open(reader), target).failed().getFirst().message())
        .contains("is missing");
  }

  private static byte[] changed(byte[] bytes, int at) {
    bytes[at] ^= 1;
    return bytes;
  }

  @Test
  void backupWhoseParentIsNotTheOneItWasMadeForIsNotMadeToLookRight() {
    MemoryStore wrong = new MemoryStore("wrong");
    SampleVault sample = new SampleVault(wrong, work);
    sample.incremental(SECOND, sample.full(FIRST));
    Place plain = Place.plain("plain-vault");
    CopyReport report = copyAll(sample.vault(), plain);

    assertThat(report.copied()).extracting(BackupId::value).containsExactly(FIRST);
    assertThat(report.failed().getFirst().message()).contains("another one than it was made for");
  }

  @Test
  void childRefersToItsParentInTheTargetAndNotToAnotherBackupOfThatName() throws IOException {
    Place from = Place.plain("from");
    Source.Server server = (Source.Server) SampleManifests.server();
    commit(from, FIRST, Optional.empty(), server, SampleManifests.TIME);
    commit(from, SECOND, Optional.of(FIRST), server, new BackupId(SECOND).time());
    Place plain = Place.plain("plain-vault");
    assertThat(copyAll(from.toRead(), plain).complete()).isTrue();
    assertThat(plain.toRead().backups().chain(new BackupId(SECOND)).depth()).isEqualTo(1);

    Place other = Place.plain("other-vault");
    commit(other, FIRST, Optional.empty(), server, SampleManifests.TIME.plusSeconds(1));
    CopyReport report = copyAll(from.toRead(), other);
    assertThat(report.failed().getFirst().message()).contains("another backup than its parent");
    assertThat(listed(other.store())).containsExactly(FIRST);
  }

  @Test
  void historyOfAnotherCatalogIsNotMixedWithThisOne() throws IOException {
    Source.Server server = (Source.Server) SampleManifests.server();
    Source.Server another =
        new Source.Server(
            server.systemIdentifier(),
            server.timeline(),
            "another",
            server.databaseOid(),
            server.schema(),
            server.storeType(),
            server.serverVersion(),
            server.serverVersionNumber(),
            server.standby(),
            server.lsnBefore(),
            server.snapshot(),
            server.serverStarted(),
            server.durableTo());
    commit(target, "20261101T000000Z-0001", Optional.empty(), another, SampleManifests.TIME);

    assertThat(failureOf(() -> copyAll(made.open(reader), target)))
        .isEqualTo(Failure.TARGET_GUARDED);
    assertThat(listed(target.store())).hasSize(1);
  }

  private void commit(
      Place place, String id, Optional<String> parent, Source source, Instant snapshotAt)
      throws IOException {
    Vault vault = place.toWrite();
    Optional<BackupId> before = parent.map(BackupId::new);
    try (VaultLease lease = vault.leases().acquire(Lease.Kind.BACKUP, List.of(), work.context());
        PendingBackup pending = vault.writer(lease).begin(new BackupId(id))) {
      pending.commit(
          new Manifest(
              new BackupId(id),
              vault.description().id(),
              "test",
              new Lineage(
                  parent.isPresent() ? BackupType.INCREMENTAL : BackupType.FULL,
                  before,
                  before.map(each -> vault.backups().chain(each).sha256())),
              new Times(snapshotAt, snapshotAt, snapshotAt),
              vault.protection(),
              List.of(),
              Manifest.Revision.FIRST,
              source,
              List.of()));
    }
  }

  @Test
  void backupThatAPruneHasRemovedInTheTargetIsCopiedAgain() throws IOException {
    copyAll(made.open(reader), target);
    target.store().delete("backups/" + FIRST + "/manifest.json");
    Vault vault = target.toWrite();
    try (VaultLease lease = vault.leases().acquire(Lease.Kind.PRUNE, List.of(), work.context())) {
      vault.deletion(lease).unfinished(new BackupId(FIRST), Instant.now(), "test");
    }
    assertThat(listed(target.store())).containsExactly(SECOND);
    copyAll(made.open(reader), target);

    assertThat(listed(target.store())).containsExactly(FIRST, SECOND);
    assertReadable(target, 0);
  }

  @Test
  void whatAStoppedCopyLeftIsReplacedUnderOtherNamesEvenIfItCannotBeRemoved() throws IOException {
    copyAll(made.open(reader), target);
    target.store().delete("backups/" + FIRST + "/manifest.json");
    target.store().lock("backups/" + FIRST + "/objs2-0000.copy.zst.age");
    copyAll(made.open(reader), target);

    assertReadable(target, 1);
    assertThat(target.toRead().backups().find(FIRST).parts())
        .allMatch(part -> part.object().startsWith("r0001."));
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
    Place empty = Place.encrypted("another-vault");
    int call = first;
    while (!done && call < 500) {
      Place place = empty.copy();
      FaultyStore faulty = new FaultyStore(place.store());
      VaultCopy copy = copy(made.open(reader), faulty, place.writer());
      faulty.failing(call, fault);
      try {
        done = copy.execute(copy.plan(ALL)).complete() && faulty.calls() < call;
      } catch (BackupException e) {
        assertThat(e.failure()).isIn(Failure.STORE, Failure.LOCKED);
      }
      for (String id : listed(place.store())) {
        EncryptedVault.assertReadable(place.toRead(), place.toRead().backups().find(id));
      }
      // A killed one's lease ends within minutes, for which no test waits.
      Leases leases = new Leases(place.store());
      leases.list().forEach(leases::remove);
      assertThat(copyAll(made.open(reader), place).complete()).isTrue();
      assertThat(listed(place.store())).containsExactly(FIRST, SECOND);
      assertReadable(place, 0);
      call += stride;
    }
    assertThat(call).isBetween(20, 499);
  }
}
