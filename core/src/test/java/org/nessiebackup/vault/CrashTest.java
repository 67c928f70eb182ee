package org.nessiebackup.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.ObjectStore;
import org.nessiebackup.testing.FaultyStore;
import org.nessiebackup.testing.FaultyStore.Fault;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.vault.backups.BackupEntry;

/** Whatever call of a backup goes wrong, and however: what is listed afterwards can be read. */
class CrashTest {
  private static final BackupId EARLIER = new BackupId("20261121T020000Z-0001");
  private static final BackupId BACKUP = new BackupId("20261122T020000Z-7f3a");

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource
  void backupInMemoryIsWholeOrNotListedWhateverCallFails(Fault fault) throws IOException {
    int call = 1;
    while (!backupSurvives(new MemoryStore(), call, fault)) {
      call++;
    }
    assertThat(call).as("calls of a backup").isBetween(10, 1000);
  }

  @ParameterizedTest
  @EnumSource(names = {"DEAD_BEFORE", "DEAD_AFTER"})
  void backupInAFolderIsWholeOrNotListedWhateverCallFails(Fault fault) throws IOException {
    int call = 1;
    while (!backupSurvives(new FolderStore(folder.resolve(fault + "-" + call)), call, fault)) {
      call++;
    }
    assertThat(call).as("calls of a backup").isBetween(10, 1000);
  }

  /** Answers whether the backup was through before the faulty call. */
  private static boolean backupSurvives(ObjectStore store, int call, Fault fault)
      throws IOException {
    SampleBackup.write(newVault(store), EARLIER);
    FaultyStore faulty = new FaultyStore(store).failing(call, fault);
    boolean done;
    try {
      SampleBackup.write(Vault.open(faulty), BACKUP);
      done = faulty.calls() < call;
    } catch (IOException | BackupException e) {
      done = false;
    }
    Vault vault = Vault.open(store);
    for (BackupEntry entry : vault.backups().list()) {
      assertThat(entry).isInstanceOf(BackupEntry.Listed.class);
      SampleBackup.assertReadable(vault, ((BackupEntry.Listed) entry).manifest());
    }
    assertThat(vault.backups().list()).extracting(BackupEntry::id).contains(EARLIER);
    if (done) {
      assertThat(vault.backups().list()).hasSize(2);
    }
    assertTheNextBackupWorks(vault);
    return done;
  }

  private static void assertTheNextBackupWorks(Vault vault) throws IOException {
    BackupId next = new BackupId("20261123T020000Z-0002");
    SampleBackup.write(vault, next);
    assertThat(vault.backups().find("latest").id()).isEqualTo(next);
  }

  @Test
  void refusedCallLeavesNothingOfTheBackup() throws IOException {
    for (int call = 3; ; call++) {
      MemoryStore store = new MemoryStore();
      newVault(store);
      FaultyStore faulty = new FaultyStore(store);
      Vault vault = Vault.open(faulty);
      faulty.failing(call, Fault.REFUSED);
      try {
        SampleBackup.write(vault, BACKUP);
        break;
      } catch (IOException e) {
        boolean listed = !vault.backups().list().isEmpty();
        assertThat(store.list("backups/")).hasSize(listed ? 4 : 0);
      }
    }
  }

  @Test
  void tornWriteLeavesNothingAtAnyByte() throws IOException {
    MemoryStore whole = new MemoryStore();
    SampleBackup.write(newVault(whole), BACKUP);
    long size = whole.list("backups/").stream().mapToLong(object -> object.size()).sum();
    for (long at = 0; at < size; at += 1 + size / 100) {
      MemoryStore store = new MemoryStore();
      newVault(store);
      Vault vault = Vault.open(new FaultyStore(store).tearingAfter(at));

      assertThat(fails(vault)).isTrue();
      assertThat(store.list("backups/")).isEmpty();
    }
  }

  private static boolean fails(Vault vault) {
    try {
      SampleBackup.write(vault, BACKUP);
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  private static Vault newVault(ObjectStore store) {
    return Vault.create(
        store,
        new NewVault(
            SampleManifests.VAULT_ID, SampleManifests.TIME, "test", List.of(), Optional.empty()));
  }
}
