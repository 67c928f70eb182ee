package org.nessiebackup.vault.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.nessiebackup.vault.point.JournalledVault.at;
import static org.nessiebackup.vault.point.JournalledVault.backup;
import static org.nessiebackup.vault.point.JournalledVault.behind;
import static org.nessiebackup.vault.point.JournalledVault.commit;

import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.PointId;
import org.nessiebackup.manifest.JournalFile;

/** Moments behind the last file, in which nothing was committed. */
class JournalIdleTest {
  private final JournalledVault vault = new JournalledVault();

  private PointId find(Optional<Instant> followed, Instant wanted) {
    RecoveryPoints points = vault.vault().points();
    return followed
        .map(points::followedUntil)
        .orElse(points)
        .find(PointSelector.asOf(wanted, true))
        .id();
  }

  private void notFound(Optional<Instant> followed, Instant wanted, String hint) {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> find(followed, wanted))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.GAP))
        .satisfies(e -> assertThat(e.hint().orElseThrow()).contains(hint));
  }

  @Test
  void aMomentBehindTheLastFileIsHadByTheWordOfWhoFollows() {
    vault.epoch(1, 20).backups(10);

    notFound(Optional.empty(), behind(20), "Ask again in a minute");
    notFound(Optional.of(behind(20)), behind(20), "Ask again in a minute");
    assertThat(find(Optional.of(at(21)), behind(20))).isEqualTo(PointId.of(backup(10), commit(20)));
    assertThat(find(Optional.of(at(21)), at(20))).isEqualTo(PointId.of(backup(10), commit(20)));
    assertThat(find(Optional.of(at(21)), behind(15))).isEqualTo(PointId.of(backup(10), commit(15)));
    notFound(Optional.of(at(21)), at(40), "Nothing was touched");
  }

  @Test
  void itIsTheWordOfTheOpenEndAlone() {
    vault
        .epoch(1, 20)
        .backups(10)
        .epoch(
            30,
            40,
            Optional.empty(),
            Optional.of(new JournalFile.End("slot-dropped", "somebody has dropped the slot")));

    notFound(Optional.of(at(60)), behind(25), "Nothing was touched");
    notFound(Optional.of(at(60)), behind(40), "Nothing was touched");
  }

  @Test
  void aBackupOfAnotherStretchIsNotTakenForIt() {
    vault.epoch(1, 20).backups(10).epoch(30, 40, Optional.empty(), Optional.empty());

    notFound(Optional.of(at(60)), behind(40), "before it is backup " + backup(10));
  }
}
