package org.nessiebackup.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.vault.backups.BackupSelector;
import org.nessiebackup.vault.backups.Backups;

/** How a user names a backup, of four that are there. */
class BackupSelectorTest {
  private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");

  private Backups backups;

  @BeforeEach
  void makeBackups() throws IOException {
    Vault vault =
        Vault.create(
                new MemoryStore(),
                new NewVault(
                    SampleManifests.VAULT_ID,
                    SampleManifests.TIME,
                    "test",
                    List.of(),
                    Optional.empty()))
            .by(Clock.fixed(NOW, ZoneOffset.UTC));
    for (String id :
        new String[] {
          "20261122T020000Z-7f3a",
          "20261123T020000Z-00aa",
          "20261123T140000Z-7f3a",
          "20261125T020000Z-1b2c"
        }) {
      SampleBackup.write(vault, new BackupId(id));
    }
    backups = vault.backups();
  }

  @ParameterizedTest
  @CsvSource({
    "latest, 20261125T020000Z-1b2c",
    "latest~0, 20261125T020000Z-1b2c",
    "latest~1, 20261123T140000Z-7f3a",
    "latest~3, 20261122T020000Z-7f3a",
    "latest@{yesterday}, 20261123T140000Z-7f3a",
    "latest@{30h}, 20261123T140000Z-7f3a",
    "latest@{2d ago}, 20261123T020000Z-00aa",
    "latest@{2d}~1, 20261122T020000Z-7f3a",
    "latest@{2026-11-23}, 20261122T020000Z-7f3a",
    "latest@{2026-11-23T02:01:00Z}, 20261123T020000Z-00aa",
    "latest@{2026-11-23 02:01}, 20261123T020000Z-00aa",
    "latest@{2026-11-23T03:00:00+02:00}, 20261122T020000Z-7f3a",
    "20261123T020000Z-00aa, 20261123T020000Z-00aa",
    "20261122, 20261122T020000Z-7f3a",
    "20261123T14, 20261123T140000Z-7f3a",
    "20261125T020000Z, 20261125T020000Z-1b2c",
    "1b2c, 20261125T020000Z-1b2c"
  })
  void aBackupHasManyNames(String words, String id) {
    assertThat(backups.find(words).id().value()).isEqualTo(id);
    assertThat(BackupSelector.of(words, NOW).mayBe(new BackupId(id))).isTrue();
  }

  @Test
  void whereSeveralMayBeMeantTheyAreNamed() {
    assertThatThrownBy(() -> backups.find("7f3a"))
        .hasMessage(
            "2 backups have an id with \"7f3a\": 20261123T140000Z-7f3a, 20261122T020000Z-7f3a")
        .extracting(each -> ((BackupException) each).failure())
        .isEqualTo(Failure.USAGE);
    assertThatThrownBy(() -> backups.find("202611")).hasMessageContaining("4 backups");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"newest", "latest~", "latest-1", "latest@{soon}", "", "123", "../x", "latest@{}"})
  void whatIsNoNameIsRefusedWithTheFormsThatThereAre(String words) {
    assertThatThrownBy(() -> backups.find(words))
        .isInstanceOfSatisfying(
            BackupException.class,
            refused -> {
              assertThat(refused.failure()).isEqualTo(Failure.USAGE);
              assertThat(refused.hint().orElseThrow()).contains("latest~1", "latest@{yesterday}");
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"latest~4", "latest@{9d}", "2025", "ffff", "latest@{2026-11-22}"})
  void whatIsNotThereIsNotFound(String words) {
    assertThatThrownBy(() -> backups.find(words))
        .isInstanceOfSatisfying(
            BackupException.class,
            missing -> assertThat(missing.failure()).isEqualTo(Failure.BACKUP_NOT_FOUND));
  }
}
