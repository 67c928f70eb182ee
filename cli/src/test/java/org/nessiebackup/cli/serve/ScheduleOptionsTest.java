package org.nessiebackup.cli.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.nessiebackup.service.schedule.CatalogSchedule;
import org.nessiebackup.service.schedule.Task;
import org.nessiebackup.status.StatusOptions;
import picocli.CommandLine;

class ScheduleOptionsTest {
  private static CatalogSchedule schedule(boolean provable, String... words) {
    ScheduleOptions options = new ScheduleOptions();
    CommandLine.populateCommand(options, words);
    return options.schedule("sales", provable);
  }

  @Test
  void whatReadsRowsIsDoneOnlyIfItIsWanted() {
    assertThat(schedule(false).times())
        .containsOnlyKeys(Task.FULL, Task.INCREMENTAL, Task.PRUNE, Task.VERIFY, Task.CHECK);
  }

  @Test
  void journalIsProvenEachDayIfItCanBeRead() {
    assertThat(schedule(true).times()).containsKey(Task.JOURNAL_PROOF);
    assertThat(schedule(true, "--journal-proof-schedule=off").times())
        .doesNotContainKey(Task.JOURNAL_PROOF);
  }

  @Test
  void whoSaysWhenTheJournalIsProvenIsObeyedInAnyCase() {
    assertThat(schedule(false, "--journal-proof-schedule", "@hourly").times())
        .containsKey(Task.JOURNAL_PROOF);
  }

  @Test
  void aProofIsTooOldADayAfterTheNextWasDue() {
    Instant now = Instant.parse("2026-12-01T00:00:00Z");

    StatusOptions proven = new AgeOptions().thresholds(schedule(true), now);
    StatusOptions never = new AgeOptions().thresholds(schedule(false), now);

    assertThat(proven.maxJournalProofAge()).hasValue(Duration.ofDays(2));
    assertThat(never.maxJournalProofAge()).isEmpty();
  }
}
