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
import org.nessiebackup.MomentWords;
import org.nessiebackup.PointId;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.vault.point.PointSelector;

class RecoveryPointsTest {
  private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");

  private Vault vault;

  @BeforeEach
  void makeBackups() throws IOException {
    vault =
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
        new String[] {"20261122T020000Z-7f3a", "20261123T140000Z-7f3a", "20261125T020000Z-1b2c"}) {
      SampleBackup.write(vault, new BackupId(id));
    }
  }

  private PointId to(String moment) {
    return vault
        .points()
        .find(PointSelector.asOf(MomentWords.parse(moment, NOW).orElseThrow(), true))
        .id();
  }

  @ParameterizedTest
  @CsvSource({
    "now, 20261125T020000Z-1b2c",
    "30h, 20261123T140000Z-7f3a",
    "yesterday 14:00, 20261123T140000Z-7f3a",
    "today 01:00, 20261123T140000Z-7f3a",
    "today 02:30:00, 20261125T020000Z-1b2c",
    "2026-11-23T02:00:00Z, 20261122T020000Z-7f3a"
  })
  void aMomentMeansTheNewestPointThatIsNotLater(String moment, String id) {
    assertThat(to(moment)).isEqualTo(PointId.parse(id));
  }

  @Test
  void tipsOfTheNewestBackupAreNewerThoughTheClockOfTheServerWasSetBack() {
    BackupId newest = new BackupId("20261125T020000Z-1b2c");
    vault
        .tips()
        .writer(vault.tips().epoch(vault.backups().identified(newest)), "test")
        .publish(
            new Tip.Moment(vault.backups().find("latest").snapshotAt().minusSeconds(1), "742:742:"),
            Optional.empty(),
            Optional.empty());

    assertThat(vault.points().find(new PointSelector.Named("latest", true)).id())
        .isEqualTo(PointId.of(newest, 1));
  }

  @Test
  void beforeTheOldestThereIsNone() {
    assertThatThrownBy(() -> to("2026-11-20"))
        .isInstanceOfSatisfying(
            BackupException.class,
            missing -> assertThat(missing.failure()).isEqualTo(Failure.BACKUP_NOT_FOUND));
  }

  @Test
  void whatIsYetToComeIsNoPoint() {
    assertThatThrownBy(() -> to("2027-01-01"))
        .hasMessageContaining("2027-01-01T00:00:00Z is yet to come")
        .isInstanceOfSatisfying(
            BackupException.class,
            refused -> assertThat(refused.failure()).isEqualTo(Failure.USAGE));
  }

  @Test
  void aMomentIsReadAsItIsWritten() {
    assertThat(MomentWords.parse(MomentWords.of(NOW), NOW)).contains(NOW);
    assertThat(MomentWords.parse("yesterday 14:00 UTC", NOW))
        .isEqualTo(MomentWords.parse("yesterday 14:00", NOW))
        .isPresent();
  }

  @ParameterizedTest
  @ValueSource(strings = {"yesterday 25:00", "today", "tomorrow 14:00", "yesterday  14"})
  void whatIsNoMomentIsNotTakenForOne(String words) {
    assertThat(MomentWords.parse(words, NOW)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "latest, 20261125T020000Z-1b2c.3, true",
    "20261125T020000Z-1b2c, 20261125T020000Z-1b2c, true",
    "20261125T020000Z-1b2c, 20261125T020000Z-1b2c.3, false",
    "1b2c.3, 20261125T020000Z-1b2c.3, true",
    "1b2c.4, 20261125T020000Z-1b2c.3, false"
  })
  void whatWasBegunGoesOnOnlyIfItIsThePointThatIsMeant(String words, String id, boolean may) {
    assertThat(new PointSelector.Named(words, true).mayBe(PointId.parse(id), NOW)).isEqualTo(may);
  }

  @ParameterizedTest
  @ValueSource(strings = {"20261125T020000Z-1b2c.0", "20261125T020000Z-1b2c.", "1b2c.3", "latest"})
  void aNameThatNoPointCanHaveIsRefused(String name) {
    assertThatThrownBy(() -> PointId.parse(name))
        .isInstanceOfSatisfying(
            BackupException.class,
            refused -> assertThat(refused.failure()).isEqualTo(Failure.USAGE));
  }
}
