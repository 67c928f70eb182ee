package org.nessiebackup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackupIdTest {
  @Test
  void idTellsTheSecondInWhichTheBackupBegan() {
    Instant time = Instant.parse("2026-11-22T02:00:07.9Z");
    BackupId id = BackupId.create(time);

    assertThat(id.value()).isEqualTo("20261122T020007Z-e666");
    assertThat(id.time()).isEqualTo(Instant.parse("2026-11-22T02:00:07Z"));
    assertThat(BackupId.isValid(id.value())).isTrue();
  }

  @Test
  void idsOfOneSecondSortByTime() {
    Instant time = Instant.parse("2026-11-22T02:00:07.000Z");
    List<Instant> later = List.of(time.plusNanos(20_000), time.plusMillis(1), time.plusMillis(999));

    assertThat(later.stream().map(BackupId::create)).isSorted();
    assertThat(BackupId.create(time)).isLessThan(BackupId.create(later.getFirst()));
  }

  @Test
  void idsSortByTime() {
    BackupId earlier = new BackupId("20261122T020000Z-ffff");
    BackupId later = new BackupId("20261122T020001Z-0000");

    assertThat(earlier).isLessThan(later);
  }

  @Test
  void whatIsNoIdIsRefused() {
    for (String text :
        List.of(
            "",
            "latest",
            "../20261122T020000Z-7f3a",
            "20261122T020000Z-7f3a/",
            "20261122T020000Z-7F3A",
            "20261322T020000Z-7f3a",
            "20261122T250000Z-7f3a",
            "20261122T020000Z-7f3a\n",
            "٢٠٢٦١١٢٢T020000Z-7f3a")) {
      assertThat(BackupId.isValid(text)).as(text).isFalse();
      assertThatThrownBy(() -> new BackupId(text))
          .isInstanceOfSatisfying(
              BackupException.class, e -> assertThat(e.failure()).isEqualTo(Failure.USAGE));
    }
    assertThat(BackupId.isValid(null)).isFalse();
  }
}
