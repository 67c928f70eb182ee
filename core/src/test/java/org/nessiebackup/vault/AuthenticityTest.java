package org.nessiebackup.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.VerificationKey;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.SignedEnvelope;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.Forgery;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.vault.access.VaultAccess;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.SmallObjects;

/** Somebody who can write to the vault, and has no key, changes what it says of itself. */
class AuthenticityTest {
  private static final String FIRST = "20261122T020000Z-7f3a";
  private static final Instant TIME = SampleManifests.TIME;
  private static final String NONE = "\"encryption\" : \"none\"";
  private static final String SETTINGS = "settings/0001.json";

  private final MemoryStore store = new MemoryStore();
  private final HostKey stranger = HostKey.generate(new SecureRandom());
  private EncryptedVault made;

  @BeforeEach
  void makeVault() throws IOException {
    made = EncryptedVault.create(store, EncryptedVault.identity());
    made.backup(FIRST);
  }

  private void put(String name, byte[] bytes) throws IOException {
    store.delete(name);
    SmallObjects.put(store, name, bytes);
  }

  private VaultDescription description() throws IOException {
    return Documents.read(SmallObjects.read(store, "vault.json"), "test", VaultDescription.class)
        .content();
  }

  private VaultSettings settings() throws IOException {
    return Documents.read(SmallObjects.read(store, SETTINGS), "test", VaultSettings.class)
        .content();
  }

  private void describe(String encryption, Optional<String> key) throws IOException {
    VaultDescription old = description();
    put(
        "vault.json",
        Documents.write(
            new VaultDescription(old.id(), old.created(), old.tool(), encryption, key)));
  }

  /** Cuts lines out of the document and puts another checksum there. */
  private void describeWithout(String member) throws IOException {
    String text = new String(SmallObjects.read(store, "vault.json"), StandardCharsets.UTF_8);
    String without = text.replaceFirst(",\\s+\"%s\" : [^,}]*?(?=,|\\s*})".formatted(member), "");
    assertThat(without).isNotEqualTo(text);
    put("vault.json", Forgery.sealed(without));
  }

  private void removeSettings() throws IOException {
    for (StoredObject each : store.list("settings/")) {
      store.delete(each.name());
    }
  }

  private static BackupException refused(ThrowingCallable call) {
    BackupException refused = catchThrowableOfType(BackupException.class, call);
    assertThat(refused).isNotNull();
    assertThat(refused.failure()).isEqualTo(Failure.UNTRUSTED);
    assertThat(refused.hint()).isPresent();
    return refused;
  }

  @Test
  void encryptionThatWasSwitchedOffIsRefused() throws IOException {
    describe("none", description().signingKey());

    BackupException refused = refused(() -> Vault.open(store));
    assertThat(refused).hasMessageContaining("not encrypted, but settings 1 name recipients");
    assertThat(refused.hint().orElseThrow())
        .contains("Anybody who can write to the vault", "key repair", "verify --all");
    refused(() -> made.open());
  }

  @ParameterizedTest
  @CsvSource({"age", "none"})
  void signaturesThatWereSwitchedOffAreRefused(String encryption) throws IOException {
    describe(encryption, Optional.empty());

    refused(() -> Vault.open(store));
    refused(() -> made.open());
  }

  @Test
  void aMissingMemberIsNoWayAround() throws IOException {
    describeWithout("signingKey");
    refused(() -> Vault.open(store));

    describe("age", settings().signingKeys().stream().findFirst());
    describeWithout("encryption");
    assertThatThrownBy(() -> Vault.open(store))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.DAMAGED));
  }

  @Test
  void membersInOtherLettersAndTwiceAreNoWayAroundEither() throws IOException {
    String text = new String(SmallObjects.read(store, "vault.json"), StandardCharsets.UTF_8);
    put("vault.json", Forgery.sealed(text.replace("\"signingKey\"", "\"signingkey\"")));
    refused(() -> Vault.open(store));
    put(
        "vault.json",
        Forgery.sealed(
            text.replace(
                "\"encryption\" : \"age\"",
                "\"encryption\" : \"age\", \"encryption\" : \"none\"")));
    assertThatThrownBy(() -> Vault.open(store)).isInstanceOf(BackupException.class);
  }

  @Test
  void settingsWithoutSignatureAreRefused() throws IOException {
    VaultSettings without =
        new VaultSettings(
            1,
            settings().vault(),
            settings().created(),
            "test",
            new VaultSettings.Keys(List.of(), List.of(), Optional.empty()),
            settings().retention(),
            settings().fullEvery());
    put(SETTINGS, Documents.write(without));
    refused(() -> Vault.open(store));

    // Even where the key that signs has signed them: an encrypted vault stays one.
    put(SETTINGS, Documents.write(without, Optional.of(made.hostKey()::sign)));
    assertThat(refused(() -> Vault.open(store))).hasMessageContaining("name nobody who signs");
  }

  @Test
  void settingsThatWereEmptiedTogetherWithTheDescriptionAreSeenInTheBackups() throws IOException {
    describe("none", Optional.empty());
    put(SETTINGS, Documents.write(VaultSettings.none(description()).numbered(1, "x", TIME)));

    assertThat(refused(() -> Vault.open(store))).hasMessageContaining(".age\" is encrypted");
  }

  @Test
  void aVaultWithoutSettingsThatHoldsSignedBackupsIsRefused() throws IOException {
    MemoryStore plain = new MemoryStore();
    HostKey key = HostKey.generate(new SecureRandom());
    Vault signed =
        Vault.create(
            plain,
            new NewVault(SampleManifests.VAULT_ID, TIME, "test", List.of(), Optional.of(key)));
    SampleBackup.write(signed, new BackupId(FIRST));
    plain.delete(SETTINGS);
    plain.delete("vault.json");
    SmallObjects.put(
        plain,
        "vault.json",
        Documents.write(
            new VaultDescription(
                SampleManifests.VAULT_ID, TIME, "test", "none", Optional.empty())));

    assertThat(refused(() -> Vault.open(plain))).hasMessageContaining("manifest.json\" is signed");
  }

  @Test
  void whoHasAKeyNoticesThatNothingIsSignedAnyMore() throws IOException {
    describe("none", Optional.empty());
    removeSettings();
    for (StoredObject each : store.list("backups/")) {
      store.delete(each.name());
    }
    Vault nothingLeft = Vault.open(store);

    assertThat(refused(() -> made.open())).hasMessageContaining("a host key for this vault");
    refused(
        () ->
            nothingLeft.withAccess(
                VaultAccess.NONE.withTrusted(List.of(made.hostKey().verificationKey()))));
  }

  @Test
  void whoHasAKeyNoticesAnotherVaultInThePlaceOfHisOwn() throws IOException {
    MemoryStore other = new MemoryStore();
    Vault theirs =
        Vault.create(
            other,
            new NewVault(
                SampleManifests.VAULT_ID,
                TIME,
                "test",
                List.of(EncryptedVault.identity().recipient()),
                Optional.of(stranger)));
    VerificationKey own = made.hostKey().verificationKey();

    refused(() -> theirs.withAccess(VaultAccess.NONE.withTrusted(List.of(own))));
    Vault read = theirs.withAccess(VaultAccess.NONE.withHostKey(made.hostKey()));
    refused(read.keys()::requireOwn);
    // Naming somebody is not being signed by him.
    Vault naming =
        theirs.changeSettings(
            settings -> settings.signedBy(own.text(), settings.listRecipient()), "x", TIME);
    refused(() -> naming.withAccess(VaultAccess.NONE.withTrusted(List.of(own))));
  }

  @Test
  void aWriterWhoTrustsSomebodyElseIsRefused() {
    VerificationKey own = made.hostKey().verificationKey();
    made.open().withAccess(access(own)).keys().checkWriter();

    HostKey next = HostKey.generate(new SecureRandom());
    Vault exchanged = made.open().exchangeHostKey(next, "test", TIME);
    Vault distrusted =
        exchanged.withAccess(VaultAccess.NONE.withHostKey(next).withTrusted(List.of(own)));
    refused(distrusted.keys()::checkWriter);
  }

  private VaultAccess access(VerificationKey trusted) {
    return VaultAccess.NONE.withHostKey(made.hostKey()).withTrusted(List.of(trusted));
  }

  @Test
  void aBackupInClearTextIsNotReadEvenIfItIsSigned() throws IOException {
    change(
        Optional.of(made.hostKey()::sign), text -> text.replace("\"encryption\" : \"age\"", NONE));

    BackupException refused = refused(() -> made.open().backups().manifest(new BackupId(FIRST)));
    assertThat(refused)
        .hasMessageContaining("is not encrypted, but those of this vault have to be");
    assertThat(made.open().backups().list().getFirst()).isInstanceOf(BackupEntry.Unreadable.class);
  }

  private void change(Optional<SignedEnvelope.Signer> signer, UnaryOperator<String> change)
      throws IOException {
    String name = Layout.manifest(new BackupId(FIRST));
    String text = new String(SmallObjects.read(store, name), StandardCharsets.UTF_8);
    Manifest changed =
        Documents.read(Forgery.sealed(change.apply(text)), name, Manifest.class).content();
    put(name, Documents.write(changed, signer));
  }

  @Test
  void aKeyThatWasExchangedSignsNothingThatCameLater() throws IOException {
    HostKey next = HostKey.generate(new SecureRandom());
    Instant exchangedAt = TIME.plus(Duration.ofDays(1));
    Vault vault = made.open().exchangeHostKey(next, "test", exchangedAt);
    assertThat(vault.backups().manifest(new BackupId(FIRST)).settings()).isEqualTo(1);

    String late = exchangedAt.plus(Duration.ofHours(1)).toString();
    change(
        Optional.of(made.hostKey()::sign),
        text -> text.replaceFirst("(\"snapshotAt\" : \")[^\"]*", "$1" + late));

    assertThat(refused(() -> vault.backups().manifest(new BackupId(FIRST))))
        .hasMessageContaining("a key that was exchanged");
    VerificationKey own = made.hostKey().verificationKey();
    Vault trusting = vault.withAccess(VaultAccess.NONE.withTrusted(List.of(own)));
    assertThat(trusting.backups().manifest(new BackupId(FIRST)).id().value()).isEqualTo(FIRST);
  }

  @ParameterizedTest
  @CsvSource({"vault.json", "settings/0001.json"})
  void aCopyThatSaysSomethingElseIsNotWrittenTo(String changed) throws IOException {
    MemoryStore copy = new MemoryStore("copy");
    Vault vault = made.open();
    vault.mirror(copy).copyDescription();
    assertThat(vault.mirror(copy).exists()).isTrue();
    MemoryStore other = new MemoryStore();
    EncryptedVault.create(other, EncryptedVault.identity());
    for (String name : List.of("vault.json", SETTINGS)) {
      if (name.equals(changed) || changed.equals("vault.json")) {
        copy.delete(name);
        SmallObjects.put(copy, name, SmallObjects.read(other, name));
      }
    }

    refused(() -> vault.mirror(copy));
  }

  @Test
  void settingsThatWereTakenBackShowInACopy() throws IOException {
    MemoryStore copy = new MemoryStore("copy");
    made.open().changeSettings(each -> each.withRetention(each.retention()), "test", TIME);
    made.open().exchangeHostKey(HostKey.generate(new SecureRandom()), "test", TIME);
    Vault.open(store).mirror(copy).copyDescription();
    store.delete("settings/0003.json");

    assertThat(refused(() -> Vault.open(store).mirror(copy)))
        .hasMessageContaining("settings/0003.json");
  }

  @Test
  void repairWritesWhatTheSettingsSay() throws IOException {
    byte[] before = SmallObjects.read(store, "vault.json");
    describe("none", Optional.empty());

    assertThat(VaultRepair.of(store).run(VaultAccess.NONE.withHostKey(made.hostKey()))).isTrue();
    assertThat(SmallObjects.read(store, "vault.json")).isEqualTo(before);
    assertThat(made.open().backups().list()).hasSize(1);
    VaultAccess trusting = VaultAccess.NONE.withTrusted(List.of(made.hostKey().verificationKey()));
    assertThat(VaultRepair.of(store).run(trusting)).isFalse();
    store.delete("vault.json");
    assertThat(VaultRepair.of(store).run(trusting)).isTrue();
    assertThat(SmallObjects.read(store, "vault.json")).isEqualTo(before);
  }

  @Test
  void repairBelievesNoSettingsWithoutAKey() throws IOException {
    describe("none", Optional.empty());
    byte[] changed = SmallObjects.read(store, "vault.json");
    assertThatThrownBy(() -> VaultRepair.of(store).run(VaultAccess.NONE))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.KEY_MISSING));
    assertThatThrownBy(() -> VaultRepair.of(store).run(VaultAccess.NONE.withHostKey(stranger)))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.KEY_WRONG));
    assertThat(SmallObjects.read(store, "vault.json")).isEqualTo(changed);
  }
}
