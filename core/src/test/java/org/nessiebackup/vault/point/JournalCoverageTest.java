package org.nessiebackup.vault.point;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nessiebackup.vault.point.JournalledVault.at;
import static org.nessiebackup.vault.point.JournalledVault.commit;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.Lsn;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.point.JournalledVault.Damage;

class JournalCoverageTest {
  private static final JournalFile.End CONTINUED = new JournalFile.End("continued", "goes on");
  private static final JournalFile.End DROPPED = new JournalFile.End("slot-dropped", "was dropped");

  private final JournalledVault vault = new JournalledVault();

  private JournalCoverage coverage() {
    return vault.vault().points().journalCoverage();
  }

  private static JournalStretch stretch(int first, int last) {
    return new JournalStretch(begun(first), at(last));
  }

  private static Instant begun(int first) {
    return at(first).minusSeconds(1);
  }

  private static Lsn behind(int transaction) {
    return new Lsn(commit(transaction).value() + 1);
  }

  private List<String> gaps() {
    return coverage().gaps().stream()
        .map(gap -> "%s %s %s".formatted(gap.position(), gap.reason(), gap.to().isPresent()))
        .toList();
  }

  @Test
  void epochsWithoutAGapAreOneTimeAndTheOpenOneHasNoEnd() {
    vault.epoch(1, 9, Optional.empty(), Optional.of(CONTINUED)).epoch(10, 20);

    JournalCoverage coverage = coverage();

    assertThat(coverage.stretches()).containsExactly(stretch(1, 20));
    assertThat(coverage.gaps()).isEmpty();
    assertThat(coverage.whole()).isTrue();
    assertThat(coverage.epochs()).hasSize(2);
    CoveredEpoch second = coverage.epochs().getLast();
    assertThat(second.id()).isEqualTo(vault.epoch(1));
    assertThat(second.begin().orElseThrow().follows()).hasValue(vault.epoch(0));
    assertThat(second.stored().files()).isEqualTo(11);
    assertThat(second.stored().bytes()).isPositive();
  }

  @Test
  void aGapSaysWhyTheEpochBeforeItHasEnded() {
    vault
        .epoch(1, 9, Optional.empty(), Optional.of(DROPPED))
        .epoch(12, 20, Optional.empty(), Optional.empty())
        .epoch(30, 40, Optional.empty(), Optional.of(DROPPED));

    assertThat(coverage().stretches())
        .containsExactly(stretch(1, 9), stretch(12, 20), stretch(30, 40));
    assertThat(coverage().gaps())
        .containsExactly(
            new JournalGap(at(9), Optional.of(begun(12)), behind(9), "slot-dropped", "was dropped"),
            new JournalGap(
                at(20),
                Optional.of(begun(30)),
                behind(20),
                JournalGap.UNKNOWN,
                "another epoch was begun"),
            new JournalGap(at(40), Optional.empty(), behind(40), "slot-dropped", "was dropped"));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDamagedAtAnEndIsAGapUpToTheNextEpoch(Damage damage) throws Exception {
    vault.epoch(1, 9, Optional.empty(), Optional.of(CONTINUED)).epoch(10, 20);

    vault.damage(damage, vault.file(0, 9));

    assertThat(coverage().stretches()).containsExactly(stretch(1, 8), stretch(10, 20));
    assertThat(gaps()).containsExactly(behind(8) + " damaged true");
    if (damage != Damage.MISSING) {
      assertThat(coverage().gaps().getFirst().text()).contains(vault.file(0, 9));
      assertThat(coverage().epochs().getFirst().damage().orElseThrow()).contains(vault.file(0, 9));
    }
    vault.repair();
    vault.damage(damage, vault.file(1, 11));
    if (damage != Damage.MISSING) {
      assertThat(gaps()).containsExactly(behind(19) + " damaged false");
    }
    vault.repair();
    assertThat(gaps()).isEmpty();
  }

  @Test
  void filesThatAreMissingInTheMiddleAreAGapWithTheDamagedOnesBesideThem() throws Exception {
    vault.epoch(1, 20);
    for (int number : new int[] {5, 7, 8, 12}) {
      vault.damage(Damage.MISSING, vault.file(0, number));
    }
    vault.damage(Damage.CHANGED, vault.file(0, 6));

    JournalCoverage coverage = coverage();

    assertThat(coverage.stretches())
        .containsExactly(
            stretch(1, 4), new JournalStretch(at(9), at(11)), new JournalStretch(at(13), at(20)));
    assertThat(gaps()).containsExactly(behind(4) + " damaged true", behind(11) + " damaged true");
    assertThat(coverage.gaps().getFirst().text())
        .contains("file 5", "others up to 8", vault.epoch(0).value());
    assertThat(coverage.epochs().getFirst().missing()).isEqualTo(4);
    assertThat(coverage.epochs().getFirst().damage()).isPresent();
  }

  @Test
  void anEpochWhoseBeginCannotBeReadIsNamedAndAGap() throws Exception {
    vault.epoch(1, 9).epoch(10, 20).epoch(21, 30);
    vault.damage(Damage.CHANGED, Layout.epoch(vault.epoch(1)));

    assertThat(coverage().stretches()).containsExactly(stretch(1, 9), stretch(21, 30));
    assertThat(gaps()).containsExactly(behind(9) + " damaged true");
    assertThat(coverage().epochs()).hasSize(3);
    assertThat(coverage().epochs().get(1).begin()).isEmpty();
    assertThat(coverage().epochs().get(1).damage().orElseThrow())
        .contains(Layout.epoch(vault.epoch(1)));
  }
}
