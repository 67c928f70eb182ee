package org.nessiebackup.vault.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nessiebackup.vault.point.JournalledVault.backup;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.BackupId;
import org.nessiebackup.vault.point.JournalledVault.Damage;

/** What was proven of a journal before is not looked at again, as long as it is there. */
class KnownPairsTest {
  private final JournalledVault vault =
      new JournalledVault().epoch(1, 40).epoch(41, 80).backups(5, 20, 55, 75);

  private List<String> pairs(BackupId... proven) {
    Set<BackupId> known = Set.of(proven);
    List<String> pairs = new ArrayList<>();
    vault
        .vault()
        .points()
        .provable(
            (from, to) -> known.contains(to),
            pair ->
                pairs.add(
                    "%s %s"
                        .formatted(
                            pair.to().id(),
                            pair.known()
                                ? "known"
                                : pair.damage().isPresent()
                                    ? "damaged"
                                    : pair.between().isPresent() ? "there" : "not reached")));
    return pairs;
  }

  private static String pair(int backup, String what) {
    return backup(backup) + " " + what;
  }

  private Optional<NoBase> outside() {
    return vault.vault().points().provable((from, to) -> false, pair -> {});
  }

  @Test
  void knownPairsAreNotLookedAt() {
    assertThat(pairs(backup(20), backup(55)))
        .containsExactly(pair(20, "known"), pair(55, "known"), pair(75, "there"));
  }

  @Test
  void whatIsKnownIsLookedAtAgainWhereAFileIsMissing() throws IOException {
    vault.damage(Damage.MISSING, vault.file(0, 30));

    assertThat(pairs(backup(20), backup(55), backup(75)))
        .containsExactly(pair(20, "there"), pair(55, "damaged"), pair(75, "known"));
  }

  @ParameterizedTest
  @EnumSource(Damage.class)
  void whatIsKnownIsLookedAtAgainWhereTheEndCannotBeUsed(Damage damage) throws IOException {
    for (int number = 35; number <= 40; number++) {
      vault.damage(damage, vault.file(1, number));
    }

    assertThat(pairs(backup(20), backup(55), backup(75)))
        .startsWith(pair(20, "known"), pair(55, "known"))
        .doesNotContain(pair(75, "known"));
  }

  @Test
  void newestBackupBehindTheEndIsNamed() {
    assertThat(outside()).isEmpty();

    vault.backups(85);

    assertThat(outside())
        .contains(new NoBase(backup(85), "was taken behind the end of the journal"));
    assertThat(pairs()).hasSize(3);
  }

  @Test
  void newestBackupOfAGapIsNamed() {
    vault.epoch(90, 95, Optional.empty(), Optional.empty()).backups(85);

    assertThat(outside())
        .contains(new NoBase(backup(85), "was taken before the journal began, or in a gap of it"));
  }

  @Test
  void withoutAJournalNothingIsNamed() {
    assertThat(
            new JournalledVault().backups(5).vault().points().provable((a, b) -> true, pair -> {}))
        .isEmpty();
  }
}
