package org.nessiebackup.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nessiebackup.EpochId;
import org.nessiebackup.store.Lifetime;
import org.nessiebackup.vault.object.Layout;
import org.nessiebackup.vault.object.Memory;

/** What a look takes does not grow with what a journal and tips have become. */
class LookCostTest {
  private static final int OPEN = 300;

  private final Memory memory = new Memory(1_000);

  @Test
  void epochsThatHaveEndedAreNotListedAgain() throws IOException {
    CrowdedVault vault = new CrowdedVault().epochs(6, OPEN);
    long objects = vault.look(memory).usage().objects();
    vault.look(memory);
    long calls = vault.store().calls();
    long names = vault.store().names();
    assertThat(names).isBetween((long) OPEN, OPEN + 50L);

    vault.epochs(54, OPEN);
    assertThat(vault.look(memory).usage().objects()).isEqualTo(objects + 54 * (OPEN + 1));
    vault.look(memory);

    assertThat(vault.store().calls()).isEqualTo(calls);
    // A document and a folder for each.
    assertThat(vault.store().names()).isEqualTo(names + 2 * 54);
  }

  @Test
  void tipsOfFormerBackupsAreNotListedAgain() {
    CrowdedVault vault = new CrowdedVault().tips("20261128T020000Z-0001", OPEN);
    vault.look(memory);
    vault.look(memory);
    long calls = vault.store().calls();
    long names = vault.store().names();

    vault.tips("20261129T020000Z-0001", OPEN);
    assertThat(vault.look(memory).counts().tips()).isEqualTo(2 * OPEN);
    assertThat(vault.look(memory).counts().tips()).isEqualTo(2 * OPEN);

    assertThat(vault.store().calls()).isEqualTo(calls);
    // A backup and a folder of tips more.
    assertThat(vault.store().names()).isBetween(names, names + 10);
  }

  @Test
  void epochThatWasRemovedIsGoneInTheNextLook() throws IOException {
    CrowdedVault vault = new CrowdedVault().epochs(3, OPEN);
    long before = vault.look(memory).usage().objects();
    EpochId first = vault.epochs().getFirst();

    vault.store().clear(Layout.journal(first));
    vault.store().delete(Layout.journalFile(first, 1), Lifetime.KEPT);
    vault.store().delete(Layout.epoch(first), Lifetime.KEPT);

    assertThat(vault.look(memory).usage().objects()).isEqualTo(before - OPEN - 1);
  }

  @Test
  void whatWasRemovedOfAnEpochIsSeenAfterAnHour() {
    CrowdedVault vault = new CrowdedVault().epochs(3, OPEN);
    long before = vault.look(memory).usage().objects();
    vault.store().clear(Layout.journal(vault.epochs().getFirst()));
    assertThat(vault.look(memory).usage().objects()).isEqualTo(before);

    vault.at("2026-11-30T13:00:00Z");

    assertThat(vault.look(memory).usage().objects()).isEqualTo(before - OPEN + 1);
  }

  @Test
  void aFormerEpochToWhichSomethingWasAddedLatelyIsListedAgain() {
    CrowdedVault vault = new CrowdedVault().epochs(2, OPEN);
    // The files are of the first minutes of 1970.
    vault.at("1970-01-01T00:20:00Z");
    long before = vault.look(memory).usage().objects();

    vault.store().crowd(Layout.journal(vault.epochs().getFirst()), OPEN + 1);

    assertThat(vault.look(memory).usage().objects()).isEqualTo(before + 1);
  }

  @Tag("thorough")
  @Test
  void aWeekOfAJournalAndDaysOfTipsAreLookedAtInASmallHeap()
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                CrowdedLook.class.getName())
            .redirectErrorStream(true)
            .start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();

    assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(output.lines().toList()).hasSize(3).containsOnly(output.lines().findFirst().get());
    assertThat(output).contains(" 172800");
  }
}
