package org.nessiebackup.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;

class BigVaultTest {
  private @TempDir Path folder;

  @Test
  void backupsAreSignedAndTheLastIsTheNewest() throws IOException {
    new BigVault(folder.resolve("vault")).with(5);
    Vault vault = Vault.open(new FolderStore(folder.resolve("vault")));

    assertThat(vault.backups().list()).hasSize(5).allMatch(BackupEntry.Listed.class::isInstance);
    assertThat(vault.backups().latest().orElseThrow().id())
        .isEqualTo(vault.backups().list().getLast().id());
  }
}
