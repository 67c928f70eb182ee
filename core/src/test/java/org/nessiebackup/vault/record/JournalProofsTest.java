package org.nessiebackup.vault.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupId;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.manifest.JournalProofRecord.Stretch;
import org.nessiebackup.manifest.JournalProofRecord.Unproven;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;
import org.nessiebackup.vault.record.JournalProofs.Proven;
import org.nessiebackup.vault.record.JournalProofs.Result;

class JournalProofsTest {
  private static final Instant NOW = SampleManifests.TIME.plus(Duration.ofDays(1));

  private final MemoryStore store = new MemoryStore();
  private final Identity reader = EncryptedVault.identity();
  private final EncryptedVault keys = EncryptedVault.create(store, reader);

  private static BackupId backup(int number) {
    return BackupId.create(SampleManifests.TIME.plusSeconds(number));
  }

  private static Result proven(int... backups) {
    return new Result(Optional.of(true), List.of(stretch(backups)), List.of());
  }

  private static Stretch stretch(int... backups) {
    return new Stretch(Arrays.stream(backups).mapToObj(JournalProofsTest::backup).toList());
  }

  private static Result different() {
    return new Result(
        Optional.of(false),
        List.of(),
        List.of(
            new Unproven(
                Optional.of(backup(1)), backup(2), "different", Optional.of("other rows"))));
  }

  private static TestContext at(Instant moment) {
    return new TestContext().by(Clock.fixed(moment, ZoneOffset.UTC));
  }

  private static void note(Vault vault, Instant moment, Result result) {
    vault.proofs().note(result, at(moment).context());
  }

  private JournalProofs proofs() {
    return keys.open().by(Clock.fixed(NOW, ZoneOffset.UTC)).proofs();
  }

  private static Instant ago(int seconds) {
    return NOW.minusSeconds(seconds);
  }

  private List<String> names() throws IOException {
    return store.list(Layout.PROOFS).stream().map(StoredObject::name).toList();
  }

  @Test
  void whatIsProvenIsKnownToWhoHasNoKey() {
    note(keys.open(), ago(5), proven(1, 2, 3));

    JournalProofRecord newest = Vault.open(store).proofs().history().newestPassed().orElseThrow();

    assertThat(newest.at()).isEqualTo(ago(5));
    assertThat(newest.provenTo()).contains(backup(3));
    assertThat(newest.tool()).isEqualTo("nessie-backup test");
  }

  @Test
  void whatLayBetweenTwoBackupsOfAStretchMayBeGone() {
    note(
        keys.open(),
        ago(5),
        new Result(Optional.of(true), List.of(stretch(1, 2, 3), stretch(5, 6)), List.of()));

    Proven proven = proofs().proven();

    assertThat(proven.leads(backup(1), backup(3))).isTrue();
    assertThat(proven.leads(backup(5), backup(6))).isTrue();
    assertThat(proven.leads(backup(3), backup(1))).isFalse();
    assertThat(proven.leads(backup(3), backup(5))).as("another stretch").isFalse();
    assertThat(proven.leads(backup(3), backup(4))).as("came into the vault since").isFalse();
  }

  @Test
  void failedProofIsNewestAndTheOneBeforeItHasPassed() {
    note(keys.open(), ago(9), proven(1, 2));
    note(keys.open(), ago(5), different());
    note(keys.open(), ago(3), new Result(Optional.of(true), List.of(), List.of()));

    JournalProofs.History history = proofs().history();

    assertThat(history.newest().orElseThrow().at()).isEqualTo(ago(3));
    assertThat(history.newest().orElseThrow().passed()).as("nothing is proven by it").isFalse();
    assertThat(history.newestPassed().orElseThrow().at()).isEqualTo(ago(9));
    assertThat(proofs().proven().leads(backup(1), backup(2))).isTrue();
  }

  @Test
  void allButTheNewestAndTheNewestThatHasPassedMayGo() throws IOException {
    note(keys.open(), ago(9), proven(1, 2));
    note(keys.open(), ago(8), proven(1, 2));
    note(keys.open(), ago(7), different());
    note(keys.open(), ago(6), different());
    SmallObjects.put(store, "proofs/of-a-newer-program.json", new byte[] {1});

    List<String> obsolete = proofs().obsolete().stream().map(StoredObject::name).toList();

    assertThat(obsolete).containsExactlyInAnyOrder(Layout.proof(ago(9)), Layout.proof(ago(7)));
    assertThat(names()).hasSize(5);
  }

  @Test
  void recordThatIsYetToComeCountsForNothing() {
    note(keys.open(), NOW.plus(Duration.ofHours(1)), proven(1, 2));

    assertThat(proofs().history().newest()).isEmpty();
    assertThat(proofs().history().ahead()).isEqualTo(1);
    assertThat(proofs().proven().leads(backup(1), backup(2))).isFalse();
  }

  @Test
  void whoMayNotSignWritesNothingAndIsToldSo() throws IOException {
    TestContext work = at(ago(5));
    Vault.open(store).proofs().note(proven(1, 2), work.context());

    assertThat(work.warnings())
        .singleElement()
        .asString()
        .startsWith("the result is not written down: ")
        .contains("no host key was given");
    assertThat(names()).isEmpty();
  }

  @Test
  void recordsOfStrangersAreNotBelieved() throws IOException {
    String name = Layout.proof(ago(5));
    MemoryStore elsewhere = new MemoryStore();
    note(EncryptedVault.create(elsewhere, reader).open(), ago(5), proven(1, 2));
    byte[] signed = SmallObjects.read(elsewhere, name);
    byte[] unsigned =
        Documents.write(Documents.read(signed, name, JournalProofRecord.class).content());
    byte[] bySomebody =
        Documents.write(
            Documents.read(signed, name, JournalProofRecord.class).content(),
            Optional.of(HostKey.generate(new SecureRandom())::sign));

    for (byte[] forged : List.of(signed, unsigned, bySomebody)) {
      store.overwrite(name, forged);

      assertThat(proofs().history()).isEqualTo(JournalProofs.History.NONE);
      assertThat(proofs().proven().leads(backup(1), backup(2))).isFalse();
    }
  }

  @Test
  void oldRecordIsNoNewOneUnderAnotherName() throws IOException {
    note(keys.open(), ago(500), proven(1, 2));
    byte[] old = SmallObjects.read(store, Layout.proof(ago(500)));
    SmallObjects.put(store, Layout.proof(ago(5)), old);

    assertThat(proofs().history().newest().orElseThrow().at()).isEqualTo(ago(500));
    store.delete(Layout.proof(ago(500)));
    assertThat(proofs().history().newest()).isEmpty();
  }

  @Test
  void recordOfAnotherVaultWithTheSameKeyIsNotBelieved() throws IOException {
    note(keys.open(), ago(5), proven(1, 2));
    String name = Layout.proof(ago(5));
    JournalProofRecord said =
        Documents.read(SmallObjects.read(store, name), name, JournalProofRecord.class).content();
    store.overwrite(
        name,
        Documents.write(
            new JournalProofRecord(
                "another",
                said.tool(),
                said.protection(),
                said.at(),
                Optional.of(true),
                said.stretches(),
                List.of()),
            Optional.of(keys.hostKey()::sign)));

    assertThat(proofs().history().newest()).isEmpty();
  }

  @Test
  void everyChangedByteMakesARecordWorthless() throws IOException {
    note(keys.open(), ago(5), proven(1, 2));
    String name = Layout.proof(ago(5));
    byte[] good = SmallObjects.read(store, name);
    for (int place = 0; place < good.length; place++) {
      byte[] changed = good.clone();
      changed[place] ^= 1;
      store.overwrite(name, changed);

      assertThat(proofs().history().newest()).as("byte %d", place).isEmpty();
    }
    store.overwrite(name, good);
    assertThat(proofs().history().newest()).isPresent();
  }

  @Test
  void stretchWithoutTwoBackupsIsRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> stretch(1));
    assertThatIllegalArgumentException().isThrownBy(() -> stretch(1, 1));
  }

  @Test
  void recordsAreMembersOfTheFormat() throws IOException {
    note(
        keys.open(),
        ago(5),
        new Result(
            Optional.of(true),
            List.of(stretch(1, 2)),
            List.of(new Unproven(Optional.empty(), backup(3), "not-reached", Optional.empty()))));

    assertThat(new String(SmallObjects.read(store, Layout.proof(ago(5))), StandardCharsets.UTF_8))
        .contains(
            "\"signature\" : ",
            "\"vault\" : \"" + SampleManifests.VAULT_ID + "\"",
            "\"settings\" : 1,",
            "\"at\" : \"" + ago(5) + "\"",
            "\"sound\" : true",
            "\"backups\" : [ \"" + backup(1) + "\", \"" + backup(2) + "\" ]",
            "\"from\" : null,",
            "\"to\" : \"" + backup(3) + "\"",
            "\"outcome\" : \"not-reached\"")
        .doesNotContain("\"passed\"", "provenTo");
  }
}
