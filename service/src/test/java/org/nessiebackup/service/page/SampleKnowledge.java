package org.nessiebackup.service.page;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.Lineage;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.Protection;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.Times;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.manifest.VerificationRecord.Depth;
import org.nessiebackup.report.VaultNotes;
import org.nessiebackup.retention.PrunePlan;
import org.nessiebackup.service.fleet.CatalogState;
import org.nessiebackup.service.fleet.Point;
import org.nessiebackup.service.fleet.VaultKnowledge;
import org.nessiebackup.status.StatusOptions;
import org.nessiebackup.status.StatusReport;
import org.nessiebackup.testing.SampleManifests;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.backups.BackupTime;
import org.nessiebackup.vault.journal.JournalMark;
import org.nessiebackup.vault.point.JournalCoverage;
import org.nessiebackup.vault.record.Drills;

/** What is known of vaults that nobody has: any number of points, with gaps, damage and drills. */
final class SampleKnowledge {
  static final Instant NOW = Instant.parse("2026-11-29T14:03:07Z");
  private static final String TOOL = "nessie-backup test";

  private final Instant now;
  private final List<Point> points = new ArrayList<>();
  private final Map<BackupId, Optional<BackupId>> parents = new HashMap<>();
  private final Map<BackupId, BackupTime> times = new HashMap<>();
  private final Map<BackupId, Optional<Pin>> pins = new HashMap<>();
  private final Map<BackupId, VerificationRecord> verifications = new HashMap<>();
  private Optional<BackupId> parent = Optional.empty();
  private Optional<DrillRecord> drill = Optional.empty();
  private List<String> findings = List.of();
  private List<JournalMark> marks = List.of();

  SampleKnowledge(Instant now) {
    this.now = now;
  }

  SampleKnowledge withMarks(List<JournalMark> named) {
    marks = named;
    return this;
  }

  /** One as a large company has it: months of points, and all that may be known of them. */
  static VaultKnowledge busy(Instant now) {
    SampleKnowledge known = new SampleKnowledge(now);
    Instant start = now.minus(Duration.ofDays(200));
    Instant at = start;
    int number = 0;
    while (at.isBefore(now)) {
      Duration age = Duration.between(at, now);
      boolean gap =
          (age.compareTo(Duration.ofHours(76)) > 0 && age.compareTo(Duration.ofHours(80)) < 0)
              || age.toDays() == 61
              || age.toDays() == 62;
      if (!gap) {
        known.add(at, number % 96 == 0, number);
      }
      number++;
      at =
          at.plus(
              age.toDays() > 40
                  ? Duration.ofDays(1)
                  : age.toDays() > 8 ? Duration.ofHours(1) : Duration.ofMinutes(15));
    }
    return known.knowledge();
  }

  SampleKnowledge add(Instant at, boolean full, int number) {
    BackupId id = new BackupId(id(at, number));
    boolean whole = full || parent.isEmpty();
    if (whole) {
      parent = Optional.empty();
    }
    Manifest manifest = manifest(id, at, whole, number);
    BackupTime time = new BackupTime(Optional.of(at), Optional.of(at), Optional.empty());
    parents.put(id, manifest.parent());
    times.put(id, time);
    if (whole) {
      parent = Optional.of(id);
    }
    Optional<Pin> pin =
        number % 700 == 350
            ? Optional.of(new Pin(id, at, Optional.of("before the move"), TOOL))
            : Optional.empty();
    pin.ifPresent(each -> pins.put(id, Optional.of(each)));
    boolean bad = number % 431 == 430;
    Optional<VerificationRecord> verified =
        number % 7 == 0 || bad
            ? Optional.of(
                new VerificationRecord(
                    id, at.plusSeconds(600), Depth.FULL, !bad, bad ? 2 : 0, TOOL))
            : Optional.empty();
    verified.ifPresent(each -> verifications.put(id, each));
    Optional<DrillRecord> held =
        number % 192 == 96 ? Optional.of(drill(id, at.plusSeconds(4_000))) : Optional.empty();
    held.ifPresent(each -> drill = Optional.of(each));
    BackupEntry entry =
        number % 1500 == 1499
            ? new BackupEntry.Unreadable(
                id, Failure.DAMAGED.exception("manifest.json ends early", "x"))
            : new BackupEntry.Listed(manifest, time);
    points.add(
        new Point(
            entry,
            manifest.storedBytes(),
            new Point.Proof(verified, bad, held),
            pin,
            Duration.between(at, now).toDays() > 190 ? List.of() : List.of("within 190 days")));
    return this;
  }

  SampleKnowledge finding(String... sentences) {
    findings = List.of(sentences);
    return this;
  }

  private static String id(Instant at, int number) {
    return at.toString().replaceAll("[-:]|\\.\\d+", "") + "-%04x".formatted(number & 0xffff);
  }

  private DrillRecord drill(BackupId id, Instant ended) {
    return new DrillRecord(
        id,
        ended.minusSeconds(40),
        ended,
        true,
        Optional.empty(),
        List.of("loaded", "swapped"),
        Optional.of("17.2"),
        Optional.of("0.108.4"),
        TOOL);
  }

  private Manifest manifest(BackupId id, Instant at, boolean full, int number) {
    long bytes = full ? 9_000_000 + 4_000L * number : 20_000 + 977L * (number % 40);
    return new Manifest(
        id,
        SampleManifests.VAULT_ID,
        TOOL,
        new Lineage(
            full ? BackupType.FULL : BackupType.INCREMENTAL,
            full ? Optional.empty() : parent,
            full ? Optional.empty() : Optional.of("67".repeat(32))),
        new Times(at, at, at.plusSeconds(2)),
        Protection.NONE,
        number % 500 == 499 ? List.of("release-4.2") : List.of(),
        Manifest.Revision.FIRST,
        SampleManifests.server(),
        List.of(
            SampleManifests.table(
                "objs2",
                3,
                full ? 43_210 + number : 20 + number % 50,
                "ab".repeat(32),
                List.of(
                    new SegmentEntry(
                        "objs2-0000.copy.zst",
                        full ? 43_210 + number : 20 + number % 50,
                        bytes * 47,
                        bytes,
                        "cd".repeat(32),
                        Optional.empty())))));
  }

  VaultKnowledge knowledge() {
    List<BackupEntry.Listed> listed =
        BackupEntry.readable(points.stream().map(Point::entry).toList());
    StatusReport status =
        new StatusReport(
            "s3://backups/sales",
            now,
            new StatusReport.Newest(
                last(listed),
                last(listed.stream().filter(each -> each.manifest().parent().isEmpty()).toList()),
                1,
                verifications.values().stream()
                    .max(java.util.Comparator.comparing(VerificationRecord::verified)),
                new Drills.History(drill, drill, 0)),
            new StatusReport.Counts(listed.size(), points.size() - listed.size(), 2, pins.size()),
            new StatusReport.Usage(
                points.size() * 3L,
                points.stream().mapToLong(Point::storedBytes).sum(),
                OptionalLong.of(81_234_567_890L),
                0,
                Optional.empty()),
            List.of(),
            new StatusReport.Warnings(findings, List.of()));
    PrunePlan plan =
        new PrunePlan(
            RetentionPolicy.NONE,
            points.stream()
                .map(
                    each ->
                        new PrunePlan.Fate(
                            each.id(), times.get(each.id()), each.storedBytes(), each.stays()))
                .toList(),
            List.of(),
            now);
    return new VaultKnowledge(
        points,
        new VaultNotes(now, parents, times, pins, verifications),
        status,
        plan,
        JournalCoverage.NONE,
        marks,
        now);
  }

  private static Optional<BackupEntry.Listed> last(List<BackupEntry.Listed> all) {
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  static CatalogState state(String name, VaultKnowledge known) {
    return new CatalogState(
        name,
        Optional.of(known),
        Optional.empty(),
        CatalogState.DatabaseState.UNKNOWN,
        new StatusOptions(
            Optional.of(Duration.ofHours(1)), Optional.empty(), Optional.of(Duration.ofDays(7))),
        CatalogState.Followed.NOT,
        Optional.empty());
  }
}
