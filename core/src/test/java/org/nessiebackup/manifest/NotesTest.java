package org.nessiebackup.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.testing.SampleManifests;

/** Leases, pins, verification records and tombstones. */
class NotesTest {
  private static final BackupId ID = new BackupId("20261122T020000Z-7f3a");
  private static final Instant TIME = SampleManifests.TIME;
  private static final Lease LEASE =
      new Lease(
          Lease.Kind.COPY,
          "0b9c3c50-93a5-4d1e-8a2e-6c8b58d7a1f4",
          "host a, process 7",
          TIME,
          TIME.plusSeconds(120),
          List.of(ID));

  private static <T extends Document> T again(T document, Class<T> type) {
    return Documents.read(Documents.write(document), "a note", type).content();
  }

  @Test
  void notesComeBack() {
    Pin pin = new Pin(ID, TIME, Optional.of("it's \"odd\" ä"), "test");
    VerificationRecord record =
        new VerificationRecord(ID, TIME, VerificationRecord.Depth.QUICK, false, 3, "test");
    Tombstone nothing = Tombstone.of(ID, TIME, "test");

    assertThat(again(LEASE, Lease.class)).isEqualTo(LEASE);
    assertThat(again(pin, Pin.class)).isEqualTo(pin);
    assertThat(again(record, VerificationRecord.class)).isEqualTo(record);
    assertThat(again(nothing, Tombstone.class)).isEqualTo(nothing);
  }

  @Test
  void wordsAreThoseOfTheFormat() {
    assertThat(text(LEASE)).contains("\"kind\" : \"copy\"", "\"uses\" : [ \"" + ID + "\" ]");
    assertThat(text(Tombstone.of(ID, TIME, "test")))
        .contains("\"void\" : true,", "\"id\" : \"" + ID + "\"")
        .doesNotContain("isVoid");
    assertThat(
            text(new VerificationRecord(ID, TIME, VerificationRecord.Depth.FULL, true, 0, "test")))
        .contains("\"depth\" : \"full\"", "\"sound\" : true");
  }

  private static String text(Document document) {
    return new String(Documents.write(document), StandardCharsets.UTF_8);
  }

  @Test
  void voidDocumentInThePlaceOfAManifestMeansThatThereIsNoBackup() {
    byte[] nothing = Documents.write(Tombstone.of(ID, TIME, "test"));

    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> Documents.read(nothing, "m", Manifest.class))
        .matches(e -> e.failure() == Failure.BACKUP_NOT_FOUND);
    byte[] manifest = Documents.write(SampleManifests.rich());
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> Documents.read(manifest, "m", Tombstone.class))
        .matches(e -> e.failure() == Failure.DAMAGED);
  }

  @Test
  void impossibleNotesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pin(ID, TIME, Optional.of("x".repeat(501)), "test"));
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new VerificationRecord(ID, TIME, VerificationRecord.Depth.FULL, true, 1, "test"));
    assertThatIllegalArgumentException().isThrownBy(() -> new Tombstone(false, ID, TIME, "test"));
    assertThatIllegalArgumentException().isThrownBy(() -> LEASE.until(TIME.minusSeconds(1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Lease(Lease.Kind.PRUNE, "../x", "a", TIME, TIME, List.of()));
  }

  @Test
  void exclusionIsMutual() {
    for (Lease.Kind one : Lease.Kind.values()) {
      for (Lease.Kind other : Lease.Kind.values()) {
        assertThat(one.excludes(other)).isEqualTo(other.excludes(one));
      }
      assertThat(one.excludes(one)).isNotEqualTo(one.shared());
    }
  }

  @Test
  void leaseIsLiveUntilItsEndAndAsLongAsClocksMayDiffer() {
    Duration minute = Duration.ofMinutes(1);

    assertThat(LEASE.live(TIME.plusSeconds(180), minute)).isTrue();
    assertThat(LEASE.live(TIME.plusSeconds(181), minute)).isFalse();
    // A clock that is far behind sees a lease that begins in the future; it is live.
    assertThat(LEASE.live(TIME.minusSeconds(9999), minute)).isTrue();
  }
}
