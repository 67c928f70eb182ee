package org.nessiebackup.vault.backups;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.Times;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.vault.backups.BackupClocks.Doubt;

class BackupOrderTest {
  private static final Instant NOW = Instant.parse("2026-11-25T03:00:00Z");

  private static Manifest backup(String host, String server, long transaction) {
    return backup(BackupId.create(Instant.parse(host)), Instant.parse(server), transaction);
  }

  private static Manifest backup(BackupId id, Instant server, long transaction) {
    Source.Server live = (Source.Server) SampleManifests.server();
    Manifest sample = SampleManifests.of(id, List.of());
    return new Manifest(
        id,
        sample.vault(),
        sample.tool(),
        sample.lineage(),
        new Times(id.time(), server, server),
        new Protection(sample.encryption(), 0),
        List.of(),
        Manifest.Revision.FIRST,
        new Source.Server(
            live.systemIdentifier(),
            live.timeline(),
            live.database(),
            live.databaseOid(),
            live.schema(),
            live.storeType(),
            live.serverVersion(),
            live.serverVersionNumber(),
            live.standby(),
            live.lsnBefore(),
            transaction + ":" + transaction + ":",
            live.serverStarted(),
            live.durableTo()),
        List.of());
  }

  private static List<Long> order(Manifest... backups) {
    return BackupOrder.of(List.of(backups), NOW).stream()
        .map(BackupOrder.Placed::transaction)
        .toList();
  }

  private static Optional<Instant> moment(int place, Manifest... backups) {
    return BackupOrder.of(List.of(backups), NOW).get(place).time().moment();
  }

  private static final Manifest FIRST = backup("2026-11-22T02:00:00Z", "2026-11-22T02:00:01Z", 10);
  private static final Manifest THIRD = backup("2026-11-24T02:00:00Z", "2026-11-24T02:00:01Z", 30);

  @Test
  void whicheverClockWasWrongOnceTheBackupIsPlacedWhereItWasTaken() {
    String right = "2026-11-23T02:00:00Z";
    for (String wrong : List.of("2029-01-01T00:00:00Z", "2023-01-01T00:00:00Z")) {
      for (Manifest second :
          List.of(backup(wrong, right, 20), backup(right, wrong, 20), backup(wrong, wrong, 20))) {
        boolean bothBehind =
            second.snapshotAt().equals(Instant.parse("2023-01-01T00:00:00Z"))
                && second.id().time().equals(second.snapshotAt());
        if (!bothBehind) {
          assertThat(order(THIRD, second, FIRST)).as(wrong).containsExactly(10L, 20L, 30L);
        }
      }
    }
  }

  @Test
  void newestWhoseClocksWereAheadIsTheNewestUntilTheNextOne() {
    Manifest ahead = backup("2029-01-01T00:00:00Z", "2029-01-01T00:00:01Z", 40);
    assertThat(order(FIRST, ahead, THIRD)).containsExactly(10L, 30L, 40L);
    assertThat(moment(2, FIRST, ahead, THIRD)).contains(THIRD.snapshotAt());

    Manifest next = backup("2026-11-24T03:00:00Z", "2026-11-24T03:00:01Z", 40);
    assertThat(BackupOrder.of(List.of(ahead, next, FIRST), NOW).getLast().manifest())
        .isEqualTo(next);
  }

  @Test
  void withoutEvidenceAMomentThatIsYetToComeIsNone() {
    Manifest ahead = backup("2029-01-01T00:00:00Z", "2029-01-01T00:00:01Z", 5);
    assertThat(moment(0, ahead)).isEmpty();
    Manifest dump =
        SampleManifests.of(
            new BackupId("20290101T000000Z-0000"),
            new Source.Dump("a.sql", Optional.empty(), "nessie", "JDBC2"),
            List.of());
    assertThat(BackupOrder.of(List.of(FIRST, dump), NOW).getFirst().time())
        .isEqualTo(
            new BackupTime(Optional.empty(), Optional.empty(), Optional.of(Doubt.BOTH_AHEAD)));
  }

  @Test
  void serverThatWasSetBackToAnOlderStateDoesNotMakeItsBackupsOld() {
    Manifest restored = backup("2026-11-24T03:00:00Z", "2026-11-24T03:00:01Z", 12);
    assertThat(order(restored, FIRST, THIRD)).containsExactly(10L, 30L, 12L);
  }

  @Test
  void doubtSaysWhichClockItWas() {
    assertThat(BackupClocks.of(FIRST, NOW).doubt()).isEmpty();
    assertThat(BackupClocks.of(FIRST, FIRST.snapshotAt().minusSeconds(200)).sentence()).isEmpty();
    assertThat(doubt("2029-01-01T00:00:00Z", "2026-11-24T03:00:01Z")).contains(Doubt.NAME_AHEAD);
    assertThat(doubt("2026-11-24T03:00:01Z", "2029-01-01T00:00:00Z")).contains(Doubt.STATE_AHEAD);
    assertThat(doubt("2023-01-01T00:00:00Z", "2026-11-24T03:00:01Z")).contains(Doubt.APART);
  }

  private static Optional<Doubt> doubt(String host, String server) {
    return BackupClocks.of(backup(host, server, 1), NOW).doubt();
  }

  /**
   * Many histories, in each of which one clock is wrong for some backups that follow each other.
   */
  @Test
  void latestIsTheLastOneWhateverOneClockSaid() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      boolean host = random.nextBoolean();
      Duration wrong = Duration.ofDays(random.nextInt(2000) - 1000);
      int from = random.nextInt(12);
      int until = from + random.nextInt(4);
      List<Manifest> backups = new ArrayList<>();
      List<BackupId> names = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        Instant at = NOW.minus(Duration.ofHours(12 - i));
        boolean bad = i >= from && i <= until;
        Instant named = bad && host ? at.plus(wrong) : at;
        Instant served = bad && !host ? at.plus(wrong) : at;
        BackupId id = new BackupNames(names).next(named, served);
        names.add(id);
        backups.add(backup(id, served, 100 + i));
      }
      Manifest last = backups.getLast();
      Collections.shuffle(backups, random);
      assertThat(BackupOrder.of(backups, NOW).getLast().manifest())
          .as("seed %d", seed)
          .isEqualTo(last);
    }
  }

  @Test
  void twoBackupsInARowDoNotTakeTheirNamesFromAClockThatIsAhead() {
    Instant ahead = NOW.plus(Duration.ofDays(800));
    BackupId before = BackupId.create(NOW.plusSeconds(2));
    assertThat(new BackupNames(List.of(before)).next(ahead, NOW).time())
        .isEqualTo(before.time().plusSeconds(1));
    assertThat(new BackupNames(List.of(before)).next(NOW, ahead).time())
        .isEqualTo(before.time().plusSeconds(1));
  }

  @Test
  void nameIsGreaterThanThoseBeforeItUnlessTheyAreOfTheFutureByBothClocks() {
    Instant ahead = NOW.plus(Duration.ofDays(400));
    BackupNames names = new BackupNames(List.of(FIRST.id(), THIRD.id()));
    assertThat(names.next(NOW, NOW)).isEqualTo(BackupId.create(NOW));
    assertThat(names.next(ahead, NOW)).isEqualTo(BackupId.create(NOW));
    assertThat(names.next(NOW.minus(Duration.ofDays(999)), NOW)).isEqualTo(BackupId.create(NOW));
    assertThat(new BackupNames(List.of(BackupId.create(ahead))).next(NOW, NOW))
        .isEqualTo(BackupId.create(NOW));
    assertThat(new BackupNames(List.of(BackupId.create(NOW))).next(NOW, NOW).time())
        .isEqualTo(NOW.plusSeconds(1));
    assertThat(
            Stream.of(NOW.minusSeconds(1), NOW.plusSeconds(1))
                .map(server -> new BackupNames(List.of()).next(NOW, server)))
        .containsOnly(BackupId.create(NOW));
  }
}
