package org.nessiebackup.cli.vault;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.cli.vault.RecoveryCalendar.Day;
import org.nessiebackup.cli.vault.RecoveryCalendar.Mark;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.report.VaultNotes;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.backups.BackupTime;

class RecoveryCalendarTest {
  /** A Wednesday. */
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  private static BackupEntry taken(String id) {
    BackupId name = new BackupId(id);
    Optional<Instant> time = Optional.of(name.time());
    return new BackupEntry.Listed(
        SampleManifests.of(name, List.of()), new BackupTime(time, time, Optional.empty()));
  }

  private static RecoveryCalendar calendar(List<BackupEntry> entries, VaultNotes notes) {
    return RecoveryCalendar.of(entries, new RecoveryCalendar.Knowledge(notes, Map.of()), NOW);
  }

  private static VaultNotes nothing() {
    return new VaultNotes(NOW, Map.of(), Map.of(), Map.of(), Map.of());
  }

  private static List<Day> days(RecoveryCalendar calendar) {
    return calendar.weeks().stream().flatMap(week -> week.days().stream()).toList();
  }

  @Test
  void aDayWithoutABackupIsAGapAndDaysBeforeTheFirstAndAfterTodayAreNone() {
    RecoveryCalendar calendar =
        calendar(
            List.of(taken("20261119T020000Z-0001"), taken("20261124T020000Z-0002")), nothing());

    assertThat(days(calendar))
        .extracting(Day::kind)
        .containsExactly(
            "out", "out", "out", "point", "gap", "gap", "gap", "gap", "point", "gap", "out", "out",
            "out", "out");
    assertThat(calendar.caption()).contains("19 Nov", "2 of 7 days");
  }

  @Test
  void whatIsKnownOfTheBackupsOfADayIsMarkedOnIt() {
    BackupId id = new BackupId("20261125T020000Z-0001");
    VerificationRecord damaged =
        new VerificationRecord(id, NOW, VerificationRecord.Depth.QUICK, false, 1, "test");
    VaultNotes notes =
        new VaultNotes(NOW, Map.of(), Map.of(), Map.of(id, Optional.empty()), Map.of(id, damaged));
    DrillRecord drill =
        new DrillRecord(
            id,
            NOW,
            NOW,
            true,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            "test");
    RecoveryCalendar calendar =
        RecoveryCalendar.of(
            List.of(taken(id.value()), taken("20261125T030000Z-0002")),
            new RecoveryCalendar.Knowledge(notes, Map.of(id, drill)),
            NOW);

    Day today = days(calendar).get(2);
    assertThat(today.kind()).isEqualTo("damaged");
    assertThat(today.marks())
        .extracting(Mark::text)
        .containsExactly("2 full", "pin", "drill", "bad");
  }

  @Test
  void aBackupThatCannotBeReadIsSeenOnTheDayOfItsName() {
    BackupException reason = Failure.DAMAGED.exception("no document");
    RecoveryCalendar calendar =
        calendar(
            List.of(new BackupEntry.Unreadable(new BackupId("20261124T020000Z-0001"), reason)),
            nothing());

    assertThat(days(calendar)).extracting(Day::kind).contains("damaged");
  }

  @Test
  void halfAYearIsShownAtMostAndWhatIsYetToComeIsNot() {
    List<BackupEntry> entries = new ArrayList<>();
    IntStream.range(0, 400)
        .mapToObj(day -> NOW.minus(Duration.ofDays(399L - day)))
        .map(BackupId::create)
        .forEach(id -> entries.add(taken(id.value())));
    entries.add(taken("20270101T020000Z-0001"));

    RecoveryCalendar calendar = calendar(entries, nothing());

    assertThat(calendar.weeks()).hasSize(26);
    assertThat(days(calendar)).extracting(Day::kind).doesNotContain("gap");
    assertThat(calendar(List.of(), nothing()).weeks()).isEmpty();
  }
}
