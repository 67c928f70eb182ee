package org.nessiebackup.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.VaultDescription;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.testing.FaultyStore;
import org.nessiebackup.testing.InterleavingStore;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.object.Layout;

class VaultTest {
  private static final BackupId FIRST = new BackupId("20261122T020000Z-7f3a");
  private static final BackupId SECOND = new BackupId("20261123T020000Z-0000");

  private final MemoryStore store = new MemoryStore();

  private Vault create() {
    return Vault.create(
        store,
        new NewVault(
            SampleManifests.VAULT_ID,
            SampleManifests.TIME,
            "nessie-backup 0.1.0",
            List.of(),
            Optional.empty()));
  }

  @Test
  void newVaultIsEmptyAndCanBeOpened() {
    create();
    Vault vault = Vault.open(store);

    assertThat(vault.description()).isEqualTo(SampleManifests.vault());
    assertThat(vault.backups().list()).isEmpty();
    assertThat(vault.backups().latest()).isEmpty();
    assertThat(failureOf(() -> vault.backups().find("latest"))).isEqualTo(Failure.BACKUP_NOT_FOUND);
    assertThat(vault.location()).isEqualTo("memory");
  }

  @Test
  void creatingAgainOpensWhatIsThere() {
    create();
    Vault again =
        Vault.create(
            store,
            new NewVault(
                "another-id", SampleManifests.TIME, "another tool", List.of(), Optional.empty()));

    assertThat(again.description()).isEqualTo(SampleManifests.vault());
  }

  @Test
  void placeWithoutAVaultIsNamed() throws IOException {
    assertThatThrownBy(() -> Vault.open(store))
        .isInstanceOfSatisfying(
            BackupException.class,
            e -> {
              assertThat(e.failure()).isEqualTo(Failure.VAULT_NOT_FOUND);
              assertThat(e.hint()).hasValueSatisfying(hint -> assertThat(hint).contains("init"));
            })
        .hasMessage("there is no vault in \"memory\"");
    store.overwrite("vault.json.copy", new byte[1]);
    create();
  }

  @Test
  void backupsWithoutAVaultDescriptionAreNotTakenOver() throws IOException {
    create();
    SampleBackup.write(Vault.open(store), FIRST);
    store.delete("vault.json");

    assertThat(failureOf(this::create)).isEqualTo(Failure.DAMAGED);
  }

  /** In this order, so that the store has written the newest last, as it is in any vault. */
  @Test
  void newestOfManyIsFoundByReadingOneManifest() throws IOException {
    Vault vault = create();
    for (int day = 10; day < 22; day++) {
      SampleBackup.write(vault, new BackupId("202611%dT020000Z-0001".formatted(day)));
    }
    AtomicInteger read = new AtomicInteger();
    InterleavingStore counting = new InterleavingStore(store);
    counting.before(
        call -> {
          if (call.startsWith("open backups/") && call.endsWith("manifest.json")) {
            read.incrementAndGet();
          }
          return false;
        },
        () -> {});

    Vault opened = Vault.open(counting);
    read.set(0);
    assertThat(opened.backups().latest().orElseThrow().id().value())
        .isEqualTo("20261121T020000Z-0001");
    assertThat(read).hasValue(1);
  }

  @Test
  void committedBackupsAreListedOldestFirstAndFound() throws IOException {
    Vault vault = create();
    Manifest second = SampleBackup.write(vault, SECOND);
    Manifest first = SampleBackup.write(vault, FIRST);

    assertThat(vault.backups().list())
        .containsExactly(vault.backups().listed(first), vault.backups().listed(second));
    assertThat(vault.backups().latest()).contains(second);
    assertThat(vault.backups().find("latest")).isEqualTo(second);
    assertThat(vault.backups().find(FIRST.value())).isEqualTo(first);
    assertThat(failureOf(() -> vault.backups().find("20251122T020000Z-7f3a")))
        .isEqualTo(Failure.BACKUP_NOT_FOUND);
    assertThat(failureOf(() -> vault.backups().find("../../x"))).isEqualTo(Failure.USAGE);
    SampleBackup.assertReadable(vault, first);
  }

  @Test
  void latestIsAnImportedDumpOnlyWhereThereIsNothingElse() throws IOException {
    Vault vault = create();
    Source dump = new Source.Dump("old.sql", Optional.empty(), "nessie", "JDBC2");
    Manifest imported = SampleManifests.of(SECOND, dump, List.of());
    try (PendingBackup pending = vault.writer().begin(SECOND)) {
      pending.commit(imported);
    }
    assertThat(vault.backups().latest()).contains(imported);

    Manifest older = SampleBackup.write(vault, FIRST);
    assertThat(vault.backups().latest()).contains(older);
    assertThat(vault.backups().find(SECOND.value())).isEqualTo(imported);
  }

  @Test
  void uncommittedBackupIsNotListedAndItsSegmentsGo() throws IOException {
    Vault vault = create();
    try (PendingBackup pending = vault.writer().begin(FIRST)) {
      SampleBackup.writeTables(pending);
      assertThat(store.list("backups/")).hasSize(3);
      assertThat(vault.backups().list()).isEmpty();
    }

    assertThat(store.list("backups/")).isEmpty();
  }

  @Test
  void manifestOfOtherSegmentsOrAnotherBackupIsNotCommitted() throws IOException {
    Vault vault = create();
    try (PendingBackup pending = vault.writer().begin(FIRST)) {
      Manifest manifest = SampleManifests.of(FIRST, SampleBackup.writeTables(pending));
      Manifest fewer = SampleManifests.of(FIRST, manifest.tables().subList(0, 1));
      Manifest other = SampleManifests.of(SECOND, manifest.tables());

      assertThatThrownBy(() -> pending.commit(fewer)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> pending.commit(other)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(vault.backups().list()).isEmpty();
    assertThat(store.list("backups/")).isEmpty();
  }

  @Test
  void damagedManifestDoesNotHideTheOthers() throws IOException {
    Vault vault = create();
    SampleBackup.write(vault, FIRST);
    Manifest second = SampleBackup.write(vault, SECOND);
    change(FIRST, text -> text.replace("15.4", "15.5"));

    assertThat(vault.backups().list().getFirst())
        .isInstanceOfSatisfying(
            BackupEntry.Unreadable.class,
            entry -> {
              assertThat(entry.id()).isEqualTo(FIRST);
              assertThat(entry.reason().failure()).isEqualTo(Failure.DAMAGED);
            });
    assertThat(vault.backups().list().getLast()).isEqualTo(vault.backups().listed(second));
    assertThat(vault.backups().find("latest")).isEqualTo(second);
  }

  @Test
  void latestIsNeverSilentlyAnOlderOne() throws IOException {
    Vault vault = create();
    SampleBackup.write(vault, FIRST);
    SampleBackup.write(vault, SECOND);
    change(SECOND, text -> text.substring(10));

    assertThatThrownBy(() -> vault.backups().find("latest")).hasMessageContaining(SECOND.value());
  }

  @Test
  void backupOfANewerFormatIsListedAsSuch() throws IOException {
    Vault vault = create();
    SampleBackup.write(vault, FIRST);
    change(FIRST, text -> text.replace("\"format\" : 1", "\"format\" : 2"));

    assertThat(vault.backups().list())
        .singleElement()
        .isInstanceOfSatisfying(
            BackupEntry.Unreadable.class,
            entry -> assertThat(entry.reason().failure()).isEqualTo(Failure.FORMAT_UNSUPPORTED));
  }

  @Test
  void vaultOfANewerFormatIsRefused() throws IOException {
    store.overwrite("vault.json", "{\"format\":2}".getBytes(StandardCharsets.UTF_8));

    assertThat(failureOf(() -> Vault.open(store))).isEqualTo(Failure.FORMAT_UNSUPPORTED);
    assertThat(failureOf(this::create)).isEqualTo(Failure.FORMAT_UNSUPPORTED);
  }

  @Test
  void vaultWithAnUnknownEncryptionIsRefused() throws IOException {
    VaultDescription encrypted =
        new VaultDescription(
            SampleManifests.VAULT_ID, SampleManifests.TIME, "later", "later", Optional.empty());
    store.overwrite("vault.json", Documents.write(encrypted));

    assertThatThrownBy(() -> Vault.open(store))
        .isInstanceOfSatisfying(
            BackupException.class,
            e -> assertThat(e.failure()).isEqualTo(Failure.FORMAT_UNSUPPORTED))
        .hasMessageContaining("\"later\"");
  }

  @Test
  void movedManifestIsNamed() throws IOException {
    Vault vault = create();
    SampleBackup.write(vault, FIRST);
    byte[] manifest = store.bytes("backups/" + FIRST + "/manifest.json");
    store.overwrite("backups/" + SECOND + "/manifest.json", manifest);

    assertThatThrownBy(() -> vault.backups().find(SECOND.value()))
        .hasMessageContaining("belongs to backup \"" + FIRST + "\"")
        .hasMessageContaining(SampleManifests.VAULT_ID);
    assertThat(vault.backups().find(FIRST.value()).id()).isEqualTo(FIRST);
  }

  @Test
  void manifestOfAnotherVaultIsNamed() throws IOException {
    MemoryStore otherStore = new MemoryStore();
    Vault other =
        Vault.create(
            otherStore,
            new NewVault("other-vault", SampleManifests.TIME, "tool", List.of(), Optional.empty()));
    SampleBackup.write(create(), FIRST);
    otherStore.overwrite(
        "backups/" + FIRST + "/manifest.json", store.bytes("backups/" + FIRST + "/manifest.json"));

    assertThat(failureOf(() -> other.backups().find(FIRST.value()))).isEqualTo(Failure.DAMAGED);
  }

  @Test
  void objectsOfNobodyAreNoBackups() throws IOException {
    Vault vault = create();
    for (String name :
        List.of(
            "backups/manifest.json",
            "backups/x/manifest.json",
            "backups/" + FIRST + "/old/manifest.json",
            "backups/" + FIRST + "/refs2-0000.copy.zst",
            "locks/a")) {
      store.overwrite(name, new byte[1]);
    }

    assertThat(vault.backups().list()).isEmpty();
  }

  @Test
  void hugeDocumentIsRefused() throws IOException {
    Vault vault = create();
    store.overwrite("backups/" + FIRST + "/manifest.json", new byte[100_000_000]);

    assertThatThrownBy(() -> vault.backups().find(FIRST.value()))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.DAMAGED))
        .hasMessageContaining("far larger");
    assertThat(vault.backups().list()).singleElement().isInstanceOf(BackupEntry.Unreadable.class);
  }

  @Test
  void shortReadsMakeNoDifference() throws IOException {
    Manifest manifest = SampleBackup.write(create(), FIRST);
    Vault slow = Vault.open(new FaultyStore(store).withShortReads());

    assertThat(slow.backups().list()).containsExactly(slow.backups().listed(manifest));
    SampleBackup.assertReadable(slow, manifest);
  }

  @Test
  void fullStoreIsSaidToBeFull() throws IOException {
    create();
    Vault vault = Vault.open(new FaultyStore(store).withRoomFor(100));
    IOException full =
        catchThrowableOfType(IOException.class, () -> SampleBackup.write(vault, FIRST));

    assertThat(vault.failure(full, "cannot store rows"))
        .isInstanceOfSatisfying(
            BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.STORE_FULL))
        .hasMessageStartingWith("cannot store rows in vault \"memory\": ");
    assertThat(store.list("backups/")).isEmpty();
  }

  @Test
  void probeLeavesNothing() throws IOException {
    Vault vault = create();
    vault.probe("x");

    assertThat(store.list("")).extracting(StoredObject::name).containsExactly("vault.json");
    assertThat(failureOf(() -> Vault.open(new FaultyStore(store).withRoomFor(0)).probe("x")))
        .isEqualTo(Failure.STORE_FULL);
  }

  @Test
  void segmentNamesHoldNoStrangeCharactersWhateverTheLanguage() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Layout.segment("objs2", 12, false)).isEqualTo("objs2-0012.copy.zst");
    } finally {
      Locale.setDefault(before);
    }
    assertThat(Layout.segment("../ä b", 12345, true)).isEqualTo("_____b-12345.copy.zst.age");
  }

  @FunctionalInterface
  private interface Change {
    String of(String text);
  }

  private void change(BackupId id, Change change) throws IOException {
    String name = "backups/" + id + "/manifest.json";
    String text = new String(store.bytes(name), StandardCharsets.UTF_8);
    store.overwrite(name, change.of(text).getBytes(StandardCharsets.UTF_8));
  }

  private static Failure failureOf(ThrowingCallable work) {
    return catchThrowableOfType(BackupException.class, work).failure();
  }
}
