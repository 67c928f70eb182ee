package org.nessiebackup.service.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.report.VaultNotes;
import org.nessiebackup.retention.PruneOptions;
import org.nessiebackup.retention.PrunePlan;
import org.nessiebackup.retention.VaultPrune;
import org.nessiebackup.status.StatusOptions;
import org.nessiebackup.status.StatusReport;
import org.nessiebackup.status.VaultStatus;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.backups.BackupTime;
import org.nessiebackup.vault.journal.JournalMark;
import org.nessiebackup.vault.lease.HeldLease;
import org.nessiebackup.vault.point.JournalCoverage;
import org.nessiebackup.vault.record.Verifications;

/**
 * What is known of a vault as of one moment.
 *
 * @param points the recovery points, in the order in which they were taken
 * @param notes as {@code list} and {@code show} want them
 * @param status as {@code status} reports it, with the thresholds of the settings
 * @param retention what a prune would do
 * @param journal which times the journal has
 * @param marks the newest points of the journal that somebody has named, oldest first
 * @param made when the vault was made
 */
public record VaultKnowledge(
    List<Point> points,
    VaultNotes notes,
    StatusReport status,
    PrunePlan retention,
    JournalCoverage journal,
    List<JournalMark> marks,
    Instant made) {
  private static final int MARKED_FILES = 200;
  private static final Duration FOR_EVER = Duration.ofSeconds(Long.MAX_VALUE);

  /** Takes its own copies of the lists. */
  public VaultKnowledge {
    points = List.copyOf(points);
    marks = List.copyOf(marks);
  }

  /**
   * Reads it.
   *
   * @param vault as one listing shows it
   */
  static VaultKnowledge of(Vault vault, StatusOptions thresholds, WorkContext context) {
    Instant now = context.clock().instant();
    Vault seen = vault.by(context.clock());
    PrunePlan retention = retention(seen, context);
    List<BackupEntry> entries = seen.backups().list();
    Map<BackupId, PrunePlan.Fate> fates = new HashMap<>();
    retention.backups().forEach(fate -> fates.put(fate.id(), fate));
    Verifications.Summary verified = seen.verifications().summary();
    Map<BackupId, DrillRecord> drills = seen.drills().newest();
    Map<BackupId, Optional<Pin>> pins = seen.pins().all();
    List<Point> points =
        entries.stream()
            .map(
                entry ->
                    new Point(
                        entry,
                        Optional.ofNullable(fates.get(entry.id()))
                            .map(PrunePlan.Fate::storedBytes)
                            .orElse(0L),
                        new Point.Proof(
                            Optional.ofNullable(verified.newest().get(entry.id())),
                            verified.doubted().contains(entry.id()),
                            Optional.ofNullable(drills.get(entry.id()))),
                        pins.getOrDefault(entry.id(), Optional.empty()),
                        Optional.ofNullable(fates.get(entry.id()))
                            .map(PrunePlan.Fate::reasons)
                            .orElse(List.of("newer than the plan"))))
            .toList();
    JournalCoverage journal = seen.points().journalCoverage();
    return new VaultKnowledge(
        points,
        VaultNotes.of(seen, entries, now),
        new VaultStatus(seen, context)
            .run(
                due(
                    thresholds,
                    Duration.between(seen.description().created(), now),
                    drills.isEmpty(),
                    provable(seen, journal, now))),
        retention,
        journal,
        seen.journal().marks(MARKED_FILES),
        seen.description().created());
  }

  /** What there was no time for yet is not missing. */
  private static StatusOptions due(
      StatusOptions all, Duration age, boolean neverDrilled, Optional<Duration> provable) {
    return new StatusOptions(
        all.maxAge(),
        all.maxVerifyAge().filter(most -> age.compareTo(most) > 0),
        all.maxDrillAge().filter(most -> !neverDrilled || age.compareTo(most) > 0),
        all.maxTipAge(),
        all.maxJournalProofAge()
            .filter(most -> provable.filter(since -> since.compareTo(most) > 0).isPresent()));
  }

  /** For how long the journal could have been proven: a vault may get one late. */
  private static Optional<Duration> provable(Vault vault, JournalCoverage journal, Instant now) {
    return vault.proofs().history().newest().isPresent()
        ? Optional.of(FOR_EVER)
        : journal.epochs().stream()
            .flatMap(epoch -> epoch.begin().stream())
            .findFirst()
            .map(begin -> Duration.between(begin.at(), now));
  }

  /** A policy that keeps nothing removes nothing either: a prune refuses it. */
  private static PrunePlan retention(Vault vault, WorkContext context) {
    RetentionPolicy policy = vault.settings().current().retention();
    return policy.keepsNothing()
        ? new PrunePlan(
            policy,
            vault.backups().list().stream().map(VaultKnowledge::staying).toList(),
            List.of(),
            context.clock().instant())
        : new VaultPrune(vault, context).plan(PruneOptions.DEFAULT);
  }

  private static PrunePlan.Fate staying(BackupEntry entry) {
    return switch (entry) {
      case BackupEntry.Listed listed ->
          new PrunePlan.Fate(
              listed.id(), listed.time(), listed.manifest().storedBytes(), List.of("no policy"));
      case BackupEntry.Unreadable unreadable ->
          new PrunePlan.Fate(unreadable.id(), BackupTime.UNKNOWN, 0, List.of("no policy"));
    };
  }

  /** Which service starts what schedules want, for people. */
  public Optional<String> leader(Instant now) {
    return status.leases().stream()
        .filter(held -> held.lease().kind() == Lease.Kind.SCHEDULE && held.live(now))
        .map(HeldLease::lease)
        .map(Lease::owner)
        .findFirst();
  }

  /** As of when all this is known. */
  public Instant asOf() {
    return status.now();
  }

  /** The lines of {@code list}, in the order in which they were taken. */
  public List<BackupEntry> entries() {
    return points.stream().map(Point::entry).toList();
  }
}
