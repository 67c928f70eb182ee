package org.nessiebackup.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.keys.RewrapReport.BackupResult;
import org.nessiebackup.keys.RewrapReport.Status;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.FaultyStore;
import org.nessiebackup.testing.FaultyStore.Fault;
import org.nessiebackup.testing.SampleJournal;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.NewVault;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;
import org.nessiebackup.vault.journal.JournalWriter;

/** Recipients and host keys are changed, and existing backups follow. */
class KeyMaintenanceTest {
  private static final String FIRST = "20261122T020000Z-7f3a";
  private static final String SECOND = "20261123T020000Z-0000";
  private static final RewrapOptions ALL = new RewrapOptions(List.of());

  private final Identity old = EncryptedVault.identity();
  private final Identity next = EncryptedVault.identity();
  private final MemoryStore store = new MemoryStore();
  private final EncryptedVault made = EncryptedVault.create(store, old);
  private final TestContext work = new TestContext();

  private KeyMaintenance keys(Vault vault) {
    return new KeyMaintenance(vault, work.context());
  }

  private void exchangeRecipients() {
    keys(made.open()).add(List.of(next.recipient()));
    keys(made.open()).remove(List.of(old.recipient()));
  }

  @Test
  void newRecipientsReadNewBackupsOnly() throws IOException {
    Manifest before = made.backup(FIRST);
    KeyReport report = keys(made.open(next)).add(List.of(next.recipient()));
    Manifest after = made.backup(SECOND);

    assertThat(report.settings()).isEqualTo(2);
    assertThat(report.affirmed()).isTrue();
    assertThat(report.recipients())
        .containsExactly(
            new KeyReport.Key(old.recipient().text(), false),
            new KeyReport.Key(next.recipient().text(), true));
    assertThat(report.signingKeys()).extracting(KeyReport.Key::here).containsExactly(true);
    EncryptedVault.assertReadable(made.open(next), after);
    EncryptedVault.assertReadable(made.open(old), after);
    assertThat(failureOf(() -> made.open(next).keys().checkReader(before)))
        .isEqualTo(Failure.KEY_WRONG);
  }

  @Test
  void addingAgainChangesNothing() {
    keys(made.open()).add(List.of(old.recipient()));

    assertThat(made.open().settings().current().number()).isEqualTo(1);
  }

  @Test
  void theLastRecipientAndAStrangerAreNotRemoved() {
    assertThatThrownBy(() -> keys(made.open()).remove(List.of(old.recipient())))
        .hasMessageContaining("no recipient would be left");
    assertThatThrownBy(() -> keys(made.open()).remove(List.of(next.recipient())))
        .hasMessageContaining("is no recipient");
    assertThat(made.open().settings().current().number()).isEqualTo(1);
  }

  @Test
  void whoHasNoHostKeyChangesNothing() {
    assertThat(failureOf(() -> keys(Vault.open(store)).add(List.of(next.recipient()))))
        .isEqualTo(Failure.KEY_MISSING);
    Vault stranger =
        Vault.open(store, VaultAccess.NONE.withHostKey(HostKey.generate(new SecureRandom())));
    assertThat(failureOf(() -> keys(stranger).add(List.of(next.recipient()))))
        .isEqualTo(Failure.KEY_WRONG);
  }

  @Test
  void ofTwoChangesAtTheSameMomentOneWins() {
    Vault one = made.open();
    Vault other = made.open();
    keys(one).add(List.of(next.recipient()));

    assertThat(failureOf(() -> keys(other).add(List.of(EncryptedVault.identity().recipient()))))
        .isEqualTo(Failure.LOCKED);
    assertThat(made.open().settings().current().recipients()).contains(next.recipient().text());
  }

  @Test
  void aVaultWithoutEncryptionStaysSo() {
    MemoryStore plain = new MemoryStore();
    Vault vault =
        Vault.create(
            plain,
            new NewVault(
                "a-plain-vault", SampleManifests.TIME, "first", List.of(), Optional.empty()));

    assertThatThrownBy(() -> keys(vault).add(List.of(next.recipient())))
        .hasMessageContaining("stays so")
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.hint().orElse("")).contains("copy --to"));
    assertThatThrownBy(() -> keys(vault).rotate(HostKey.generate(new SecureRandom())))
        .hasMessageContaining("nothing in vault");
  }

  @Test
  void aNewHostKeySignsAndTheOldOneNoMore() throws IOException {
    Manifest before = made.backup(FIRST);
    HostKey exchanged = HostKey.generate(new SecureRandom());
    KeyReport report = keys(made.open()).rotate(exchanged);

    assertThat(report.settings()).isEqualTo(3);
    assertThat(report.affirmed()).isTrue();
    assertThat(report.signingKeys())
        .containsExactly(new KeyReport.Key(exchanged.verificationKey().text(), true));
    assertThat(failureOf(() -> made.open().keys().checkWriter())).isEqualTo(Failure.KEY_WRONG);
    Vault vault = Vault.open(store, VaultAccess.NONE.withHostKey(exchanged));
    vault.keys().checkWriter();
    assertThat(vault.backups().list()).containsExactly(vault.backups().listed(before));
    keys(vault).rotate(exchanged);
    assertThat(Vault.open(store).settings().current().number()).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource
  void aStoppedRotationIsFinishedByRunningItAgain(Fault fault) throws IOException {
    HostKey exchanged = HostKey.generate(new SecureRandom());
    for (int call = 1; ; call++) {
      MemoryStore place = new MemoryStore();
      EncryptedVault vault = EncryptedVault.create(place, old);
      FaultyStore faulty = new FaultyStore(place);
      Vault opened = vault.open(faulty);
      faulty.failing(call, fault);
      try {
        keys(opened).rotate(exchanged);
      } catch (BackupException e) {
        assertThat(e.failure()).isEqualTo(Failure.STORE);
      }
      KeyReport report = keys(vault.open()).rotate(exchanged);
      assertThat(report.affirmed()).isTrue();
      assertThat(report.settings()).isEqualTo(3);
      Vault.open(place, VaultAccess.NONE.withHostKey(exchanged)).keys().checkWriter();
      if (faulty.calls() < call) {
        assertThat(call).isGreaterThan(6);
        return;
      }
    }
  }

  @Test
  void settingsThatOnlyTheFormerKeyHasSignedStopWriters() {
    HostKey exchanged = HostKey.generate(new SecureRandom());
    FaultyStore faulty = new FaultyStore(store);
    Vault opened = made.open(faulty);
    faulty.failing(5, Fault.DEAD_BEFORE);
    assertThatThrownBy(() -> keys(opened).rotate(exchanged)).isInstanceOf(BackupException.class);

    Vault vault = Vault.open(store, VaultAccess.NONE.withHostKey(exchanged));
    assertThat(vault.settings().current().number()).isEqualTo(2);
    assertThat(keys(vault).report().affirmed()).isFalse();
    assertThat(failureOf(vault.keys()::checkWriter)).isEqualTo(Failure.UNTRUSTED);
  }

  @Test
  void tipsStayForFormerRecipientsAndThatIsSaid() throws IOException {
    Manifest before = made.backup(FIRST);
    Vault writing = made.open();
    writing
        .tips()
        .writer(writing.tips().epoch(writing.backups().identified(before.id())), "test")
        .publish(
            new Tip.Moment(SampleManifests.TIME, "742:742:"), Optional.empty(), Optional.empty());
    exchangeRecipients();
    keys(made.open(old)).rewrap(ALL);

    assertThat(work.warnings()).singleElement().asString().contains("1 tips", "prune --keep-tips");
    Vault vault = made.open(next);
    assertThat(vault.tips().epoch(vault.backups().identified(before.id())).damage()).isEmpty();
  }

  @Test
  void theJournalStaysForFormerRecipientsAndThatIsSaid() {
    try (JournalWriter writer = made.open().journal().begin(SampleJournal.draft(), "test")) {
      SampleJournal.publish(writer, 1);
      SampleJournal.publish(writer, 2);
    }
    keys(made.open(old)).rewrap(ALL);
    assertThat(work.warnings()).isEmpty();

    exchangeRecipients();
    keys(made.open(old)).rewrap(ALL);

    assertThat(work.warnings())
        .singleElement()
        .asString()
        .contains("2 files of the journal", "prune --keep-journal");
  }

  @Test
  void rewrappedBackupsOpenForTheCurrentRecipientsAndNobodyElse() throws IOException {
    Manifest first = made.backup(FIRST);
    Manifest second = made.backup(SECOND);
    List<String> before = names();
    exchangeRecipients();
    Vault vault = made.open(old);
    RewrapReport report = keys(vault).rewrap(ALL);

    assertThat(report.complete()).isTrue();
    assertThat(report.backups())
        .extracting(BackupResult::status)
        .containsExactly(Status.REWRAPPED, Status.REWRAPPED);
    for (Manifest backup : List.of(first, second)) {
      Manifest now = made.open().backups().manifest(backup.id());
      assertThat(now.revision()).isEqualTo(1);
      assertThat(now.settings()).isEqualTo(3);
      assertThat(now.parts()).hasSize(3).allMatch(part -> part.object().startsWith("r0001."));
      EncryptedVault.assertReadable(made.open(next), now);
      assertThat(failureOf(() -> made.open(old).keys().checkReader(now)))
          .isEqualTo(Failure.KEY_WRONG);
    }
    assertThat(names())
        .hasSize(before.size() + 4)
        .doesNotContain("backups/" + FIRST + "/objs2-0000.copy.zst.age");
    assertThat(keys(vault).rewrap(ALL).backups())
        .extracting(BackupResult::status)
        .containsExactly(Status.CURRENT, Status.CURRENT);
  }

  @Test
  void keyListsOpenForTheHostKeyAfterRotationAndRewrap() throws IOException {
    Manifest backup = made.backup(FIRST);
    HostKey exchanged = HostKey.generate(new SecureRandom());
    keys(made.open()).rotate(exchanged);
    VaultAccess access = VaultAccess.NONE.withHostKey(exchanged);
    keys(Vault.open(store, access.withIdentities(List.of(old)))).rewrap(ALL);

    Vault vault = Vault.open(store, access);
    Manifest now = vault.backups().manifest(backup.id());
    assertThat(
            EncryptedVault.keyList(
                vault,
                vault.keys().listDecryption(now),
                now,
                now.tables().getFirst().segments().getFirst().keys().orElseThrow()))
        .hasSize(16);
    assertThat(failureOf(() -> vault.keys().checkReader(now))).isEqualTo(Failure.KEY_MISSING);
  }

  @Test
  void revisionsFollowOnEachOther() throws IOException {
    made.backup(FIRST);
    exchangeRecipients();
    keys(made.open(old)).rewrap(ALL);
    keys(made.open()).add(List.of(old.recipient()));
    keys(made.open(next)).rewrap(new RewrapOptions(List.of("latest", FIRST)));

    Manifest now = made.open().backups().find(FIRST);
    assertThat(now.revision()).isEqualTo(2);
    assertThat(now.parts()).allMatch(part -> part.object().matches("r0002\\.[^r].*"));
    EncryptedVault.assertReadable(made.open(old), now);
    EncryptedVault.assertReadable(made.open(next), now);
  }

  @Test
  void withoutAnIdentityThatFitsNothingIsDone() throws IOException {
    made.backup(FIRST);
    exchangeRecipients();
    List<String> before = names();

    assertThat(failureOf(() -> keys(made.open()).rewrap(ALL))).isEqualTo(Failure.KEY_MISSING);
    assertThat(failureOf(() -> keys(made.open(next)).rewrap(ALL))).isEqualTo(Failure.KEY_WRONG);
    Vault unsigned = Vault.open(store, VaultAccess.NONE.withIdentities(List.of(old)));
    assertThat(failureOf(() -> keys(unsigned).rewrap(ALL))).isEqualTo(Failure.KEY_MISSING);
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void damageIsNotMadeToLookSoundAndTheOthersAreDone() throws IOException {
    Manifest damaged = made.backup(FIRST);
    made.backup(SECOND);
    String keyList = "backups/" + FIRST + "/keys-0000.copy.zst.age";
    byte[] bytes = store.bytes(keyList);
    bytes[bytes.length - 1] ^= 1;
    store.overwrite(keyList, bytes);
    exchangeRecipients();
    RewrapReport report = keys(made.open(old)).rewrap(ALL);

    assertThat(report.complete()).isFalse();
    assertThat(report.backups())
        .extracting(BackupResult::status)
        .containsExactly(Status.DAMAGED, Status.REWRAPPED);
    assertThat(report.backups().getFirst().reason().orElseThrow())
        .hasMessageContaining("keys-0000.copy.zst.age");
    assertThat(made.open().backups().find(FIRST)).isEqualTo(damaged);
    assertThat(names()).noneMatch(name -> name.startsWith("backups/" + FIRST + "/r"));
  }

  @Test
  void lockedObjectsAreLeftAndReported() throws IOException {
    made.backup(FIRST);
    String locked = "backups/" + FIRST + "/objs2-0000.copy.zst.age";
    store.lock(locked);
    exchangeRecipients();

    assertThat(keys(made.open(old)).rewrap(ALL).backups().getFirst().locked())
        .containsExactly(locked);
    EncryptedVault.assertReadable(made.open(next), made.open().backups().find(FIRST));
  }

  @ParameterizedTest
  @CsvSource({"REFUSED, 1", "ANSWER_LOST, 3", "DEAD_BEFORE, 5", "DEAD_AFTER, 7"})
  void oneCallFailsAndTheBackupCanBeReadAndRewrappedAgain(Fault fault, int first)
      throws IOException {
    assertRewrapsSurvive(fault, first, 9);
  }

  @Tag("thorough")
  @ParameterizedTest
  @EnumSource
  void whateverCallFailsTheBackupCanBeReadAndRewrappedAgain(Fault fault) throws IOException {
    assertRewrapsSurvive(fault, 1, 1);
  }

  private void assertRewrapsSurvive(Fault fault, int first, int stride) throws IOException {
    MemoryStore before = new MemoryStore();
    EncryptedVault vault = EncryptedVault.create(before, old);
    vault.backup(FIRST);
    keys(vault.open()).add(List.of(next.recipient()));
    keys(vault.open()).remove(List.of(old.recipient()));
    int call = first;
    while (!rewrapSurvives(vault, before.copy(), call, fault)) {
      call += stride;
    }
    assertThat(call).as("calls of a rewrap").isBetween(20, 1000);
  }

  /** Answers whether the rewrap was through before the faulty call. */
  private boolean rewrapSurvives(EncryptedVault vault, MemoryStore place, int call, Fault fault)
      throws IOException {
    FaultyStore faulty = new FaultyStore(place);
    Vault opened = vault.open(faulty, old);
    faulty.failing(call, fault);
    boolean done;
    try {
      keys(opened).rewrap(ALL);
      done = faulty.calls() < call;
    } catch (BackupException e) {
      done = false;
    }
    Vault both = vault.open(place, old, next);
    EncryptedVault.assertReadable(both, both.backups().find(FIRST));
    // A killed one's lease ends within minutes, for which no test waits.
    both.leases().list().forEach(both.leases()::remove);
    keys(both).rewrap(ALL);
    Manifest now = both.backups().find(FIRST);
    EncryptedVault.assertReadable(vault.open(place, next), now);
    // Manifests of all revisions, and the objects of the last one.
    assertThat(place.list("backups/")).hasSize(now.revision() + 1 + 3);
    return done;
  }

  private List<String> names() {
    return store.list("").stream().map(StoredObject::name).toList();
  }

  private static Failure failureOf(ThrowingCallable work) {
    return catchThrowableOfType(BackupException.class, work).failure();
  }
}
