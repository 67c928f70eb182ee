package org.nessiebackup.vault.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.nessiebackup.vault.point.JournalledVault.at;
import static org.nessiebackup.vault.point.JournalledVault.backup;
import static org.nessiebackup.vault.point.JournalledVault.behind;
import static org.nessiebackup.vault.point.JournalledVault.commit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.Lsn;
import org.nessiebackup.PointId;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.journal.StoredEpoch;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.Memory;
import org.nessiebackup.vault.point.JournalledVault.Damage;

/** What cannot be used of a journal costs what lies behind it in its epoch, and nothing else. */
class JournalDamageTest {
  private static final PointSelector LATEST = new PointSelector.Named("latest", true);

  /** Two epochs, the second of which follows the first, and backups in both. */
  private final JournalledVault vault =
      new JournalledVault().epoch(1, 40).epoch(41, 80).backups(20, 30, 65, 75);

  private PointId find(PointSelector wanted) {
    return vault.vault().points().find(wanted).id();
  }

  private PointId to(Instant moment) {
    return find(PointSelector.asOf(moment, true));
  }

  private PointId toCommit(int transaction) {
    return find(new PointSelector.To(new PointTarget.Position(commit(transaction)), false, true));
  }

  private static PointId point(int base, int transaction) {
    return PointId.of(backup(base), commit(transaction));
  }

  private static ThrowableAssertAlternative<BackupException> damaged(Runnable asked, String name) {
    return assertThatExceptionOfType(BackupException.class)
        .isThrownBy(asked::run)
        .withMessageContaining(name)
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.DAMAGED));
  }

  private List<String> pairs() {
    List<String> pairs = new ArrayList<>();
    vault
        .vault()
        .points()
        .provable(
            (from, to) -> false,
            pair ->
                pairs.add(
                    "%s %s"
                        .formatted(
                            pair.to().id(),
                            pair.damage().isPresent()
                                ? "damaged"
                                : pair.between().isPresent() ? "there" : "not reached")));
    return pairs;
  }

  private static String pair(int backup, String what) {
    return backup(backup) + " " + what;
  }

  @Test
  void whatIsWholeLeadsFromEpochToEpoch() {
    assertThat(find(LATEST)).isEqualTo(point(75, 80));
    assertThat(to(behind(50))).isEqualTo(point(30, 50));
    assertThat(toCommit(40)).isEqualTo(point(30, 40));
    assertThat(pairs()).containsExactly(pair(30, "there"), pair(65, "there"), pair(75, "there"));
  }

  @ParameterizedTest
  @EnumSource
  void theEndOfAnOldEpochCostsWhatFollowsUntilTheNextBackup(Damage damage) throws Exception {
    String name = vault.file(0, 40);
    vault.damage(damage, name);
    assertThat(find(LATEST)).isEqualTo(point(75, 80));
    assertThat(to(behind(70))).isEqualTo(point(65, 70));
    assertThat(toCommit(70)).isEqualTo(point(65, 70));
    assertThat(to(behind(38))).isEqualTo(point(30, 38));
    assertThat(toCommit(39)).isEqualTo(point(30, 39));
    assertThat(vault.vault().points().journalReach()).isPresent();
    assertThat(pairs()).containsExactly(pair(30, "there"), pair(75, "there"));
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> to(behind(40)))
        .satisfies(
            e ->
                assertThat(e.hint().orElseThrow())
                    .contains("--to 1/2701 --exclusive", backup(65).value()));
    if (damage != Damage.MISSING) {
      damaged(() -> to(behind(40)), name);
    }
    vault.repair();
    assertThat(to(behind(50))).isEqualTo(point(30, 50));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDamagedInTheMiddleOfAnEpochCostsWhatFollowsUntilTheNextBackup(Damage damage)
      throws Exception {
    String name = vault.file(0, 33);
    vault.damage(damage, name);
    assertThat(find(LATEST)).isEqualTo(point(75, 80));
    assertThat(to(behind(66))).isEqualTo(point(65, 66));
    assertThat(to(behind(31))).isEqualTo(point(30, 31));
    assertThat(toCommit(32)).isEqualTo(point(30, 32));
    damaged(() -> to(behind(35)), name);
    damaged(() -> toCommit(50), name);
    assertThat(pairs()).containsExactly(pair(30, "there"), pair(65, "damaged"), pair(75, "there"));
    vault.repair();
  }

  @ParameterizedTest
  @EnumSource(names = "MISSING", mode = EnumSource.Mode.EXCLUDE)
  void nothingOlderIsTakenForTheNewestOfAll(Damage damage) throws Exception {
    String name = vault.file(1, 40);
    vault.damage(damage, name);
    damaged(() -> find(LATEST), name)
        .satisfies(e -> assertThat(e.hint().orElseThrow()).contains("--to 1/4F01 --exclusive"));
    damaged(() -> vault.vault().points().journalReach(), name);
    damaged(() -> to(behind(79)), name);
    assertThat(to(behind(78))).isEqualTo(point(75, 78));
    assertThat(toCommit(79)).isEqualTo(point(75, 79));
    assertThat(to(behind(38))).isEqualTo(point(30, 38));

    vault.backups(200);
    assertThat(find(LATEST)).as("taken long after it").isEqualTo(PointId.of(backup(200)));
    vault.repair();
  }

  @Test
  void allThatIsDamagedAtTheEndIsPassedOver() throws Exception {
    vault.damage(Damage.MISSING, vault.file(1, 39));
    vault.damage(Damage.CHANGED, vault.file(1, 40));
    assertThat(toCommit(78)).isEqualTo(point(75, 78));
    damaged(() -> to(behind(78)), vault.file(1, 40));
    vault.repair();
    for (int number = 1; number <= 40; number++) {
      vault.damage(Damage.EMPTY, vault.file(1, number));
    }
    assertThat(toCommit(40)).isEqualTo(point(30, 40));
    damaged(() -> to(behind(66)), vault.file(1, 40));
  }

  @Test
  void whatStoodBeforeABackupMayBeNeededForIt() throws Exception {
    vault.backups(45);
    assertThat(to(behind(46))).isEqualTo(point(45, 46));

    for (String name : List.of(vault.file(0, 40), Layout.epoch(vault.epoch(0)))) {
      vault.damage(Damage.CHANGED, name);
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> to(behind(46)))
          .withMessageContaining("what comes right before that is damaged")
          .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.GAP));
      assertThat(to(behind(66))).isEqualTo(point(65, 66));
      vault.repair();
    }
    assertThat(to(at(46).plusSeconds(1))).isEqualTo(point(45, 46));
  }

  @ParameterizedTest
  @EnumSource
  void nothingOlderIsTakenWhereTheNewestEpochCannotBeRead(Damage damage) throws Exception {
    String name = Layout.epoch(vault.epoch(1));
    vault.damage(damage, name);
    damaged(() -> find(LATEST), name)
        .satisfies(e -> assertThat(e.hint().orElseThrow()).contains(backup(75).value()));
    damaged(() -> vault.vault().points().journalReach(), name);
    damaged(() -> to(behind(66)), name);
    assertThat(to(behind(38))).isEqualTo(point(30, 38));

    vault.backups(200);
    assertThat(find(LATEST)).as("taken long after it").isEqualTo(PointId.of(backup(200)));
    vault.repair();
  }

  @ParameterizedTest
  @EnumSource
  void noBackupIsTakenForAMomentThatMayLieInTheFirstEpoch(Damage damage) throws Exception {
    String name = Layout.epoch(vault.epoch(0));
    vault.damage(damage, name);
    damaged(() -> to(behind(35)), name);
    damaged(() -> toCommit(35), name);
    assertThat(find(LATEST)).isEqualTo(point(75, 80));
    vault.damage(damage, Layout.epoch(vault.epoch(1)));
    damaged(() -> find(LATEST), name);
    damaged(() -> vault.vault().points().journalReach(), name);
    damaged(() -> to(behind(35)), name);
    assertThatExceptionOfType(BackupException.class)
        .as("before the journal")
        .isThrownBy(() -> to(at(0).minusSeconds(60)))
        .satisfies(e -> assertThat(e.failure()).isEqualTo(Failure.BACKUP_NOT_FOUND));
    vault.repair();
  }

  @ParameterizedTest
  @EnumSource
  void whatNoPairOfBackupsShowsIsNamed(Damage damage) throws Exception {
    assertThat(vault.vault().points().damageBehindBackups()).isEmpty();
    for (String name : List.of(vault.file(1, 38), Layout.epoch(vault.epoch(1)))) {
      vault.damage(damage, name);
      assertThat(vault.vault().points().damageBehindBackups())
          .singleElement()
          .satisfies(e -> assertThat(e.getMessage()).contains(name));
      vault.repair();
    }
  }

  @Test
  void theNearestPointsOfWhatIsDamagedInTheMiddleAreNamed() throws Exception {
    vault.damage(Damage.CHANGED, vault.file(0, 33));
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> to(behind(35)))
        .satisfies(
            e ->
                assertThat(e.hint().orElseThrow())
                    .contains("--to %s --exclusive".formatted(commitEnd(32)), backup(65).value()));
    vault.repair();
  }

  @Test
  void theEndOfAJournalWithoutABaseIsNoPointToGoTo() {
    JournalledVault begun = new JournalledVault().epoch(1, 40).backups(0);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> begun.vault().points().find(PointSelector.asOf(behind(40), true)))
        .satisfies(
            e ->
                assertThat(e.hint().orElseThrow())
                    .contains(backup(0).value())
                    .doesNotContain("--to", "Ask again"));
  }

  @Test
  void whatIsRemovedDuringALookIsNotMissing() throws Exception {
    Vault seen = vault.vault().listed(new Memory(1_000));
    assertThat(seen.journal().stored()).hasSize(2);
    for (int number = 40; number >= 1; number--) {
      vault.damage(Damage.MISSING, vault.file(1, number));
    }
    vault.damage(Damage.MISSING, Layout.epoch(vault.epoch(1)));
    assertThat(seen.journal().epochs()).extracting(StoredEpoch::id).containsExactly(vault.epoch(0));
    vault.repair();
  }

  private static Lsn commitEnd(int transaction) {
    return new Lsn(commit(transaction).value() + 1);
  }
}
