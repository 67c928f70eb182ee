package org.nessiebackup.status;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.status.StatusReport.Between;
import org.nessiebackup.status.StatusReport.Counts;
import org.nessiebackup.status.StatusReport.Newest;
import org.nessiebackup.status.StatusReport.Usage;
import org.nessiebackup.status.StatusReport.Warnings;
import org.nessiebackup.vault.Inventory;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupClocks;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.backups.BackupEntry.Listed;
import org.nessiebackup.vault.record.Drills;
import org.nessiebackup.vault.record.JournalProofs;
import org.nessiebackup.vault.record.Verifications;

/**
 * Reports how a vault is. Reads manifests and notes, no rows, and needs no key. Making one touches
 * nothing.
 *
 * @param vault the vault
 * @param context clock, progress and a request to stop
 */
public record VaultStatus(Vault vault, WorkContext context) {
  private static final int MOST_NAMED = 3;
  private static final Optional<BackupClocks.Doubt> ALL_AHEAD =
      Optional.of(BackupClocks.Doubt.BOTH_AHEAD);

  /** Sees the vault by the clock of the context. */
  public VaultStatus {
    vault = vault.by(context.clock());
  }

  /** What is too old, or not whole, is a finding in the report, not an exception. */
  public StatusReport run(StatusOptions options) {
    context.progress().step("looking at what there is", 0);
    List<BackupEntry> entries = vault.backups().list();
    List<Listed> listed = BackupEntry.readable(entries);
    Map<BackupId, Manifest> manifests = new HashMap<>();
    listed.forEach(each -> manifests.put(each.id(), each.manifest()));
    Inventory inventory = vault.inventory();
    Instant now = context.clock().instant();
    Verifications.Summary verifications = vault.verifications().summary();
    TipStatus tips = TipStatus.of(vault);
    JournalFindings journal = JournalFindings.of(vault);
    Newest newest =
        newest(
            listed,
            manifests,
            verifications,
            new Between(tips.newest(), journal.reach(), vault.proofs().history()));
    return new StatusReport(
        vault.location(),
        now,
        newest,
        new Counts(
            manifests.size(),
            entries.size() - manifests.size(),
            known(verifications.doubted(), manifests),
            known(vault.pins().all().keySet(), manifests),
            tips.count()),
        new Usage(
            inventory.size().objects(),
            inventory.size().bytes(),
            vault.freeBytes(),
            unfinished(inventory, entries),
            inventory.uploads().hidden()),
        vault.leases().list().stream().filter(lease -> lease.live(now)).toList(),
        new Warnings(
            Stream.of(
                    findings(options, now, newest, manifests),
                    UntrustedBackups.findings(vault, entries),
                    tips.findings(),
                    journal.findings())
                .flatMap(List::stream)
                .toList(),
            clockWarnings(
                listed,
                verifications.ahead() + newest.drills().ahead() + newest.proofs().ahead())));
  }

  private static int known(Set<BackupId> ids, Map<BackupId, Manifest> manifests) {
    return (int) ids.stream().filter(manifests::containsKey).count();
  }

  private Newest newest(
      List<Listed> listed,
      Map<BackupId, Manifest> manifests,
      Verifications.Summary verifications,
      Between between) {
    Optional<Listed> latest = newest(listed);
    return new Newest(
        latest,
        newest(listed.stream().filter(each -> each.manifest().type() == BackupType.FULL).toList()),
        latest.map(each -> parents(each, manifests).size()).orElse(0),
        verifications.newest().values().stream()
            .max(Comparator.comparing(VerificationRecord::verified)),
        vault.drills().history(),
        between,
        vault.replicas().newest());
  }

  /** As "latest" is meant everywhere: a dump counts only where there is nothing else. */
  private static Optional<Listed> newest(List<Listed> oldestFirst) {
    return oldestFirst.reversed().stream()
        .filter(each -> each.manifest().server().isPresent())
        .findFirst()
        .or(() -> oldestFirst.reversed().stream().findFirst());
  }

  private List<String> clockWarnings(List<Listed> listed, int recordsAhead) {
    List<String> warnings = new ArrayList<>();
    List<Listed> doubted = listed.stream().filter(each -> each.time().doubt().isPresent()).toList();
    doubted.reversed().stream()
        .limit(MOST_NAMED)
        .forEach(
            each ->
                warnings.add(
                    "backup \"%s\" %s"
                        .formatted(
                            each.id(),
                            vault.backups().clocks(each.manifest()).sentence().orElseThrow())));
    if (doubted.size() > MOST_NAMED) {
      warnings.add("so it is with %d more backups".formatted(doubted.size() - MOST_NAMED));
    }
    boolean allAhead =
        !listed.isEmpty()
            && listed.stream().allMatch(each -> each.time().doubt().equals(ALL_AHEAD));
    if (allAhead) {
      warnings.add("every backup is of the future, so the clock of this machine is behind");
    }
    if (recordsAhead > 0) {
      warnings.add(
          "%d records of verifications, drills or proofs are of moments that are yet to come, and do not count"
              .formatted(recordsAhead));
    }
    return warnings;
  }

  /** What a backup builds on, the nearest first, up to one that is not there. */
  private static List<BackupId> parents(Listed backup, Map<BackupId, Manifest> manifests) {
    List<BackupId> parents = new ArrayList<>();
    Optional<BackupId> parent = backup.manifest().parent();
    while (parent.isPresent()) {
      parents.add(parent.get());
      parent = Optional.ofNullable(manifests.get(parent.get())).flatMap(Manifest::parent);
    }
    return parents;
  }

  private static int unfinished(Inventory inventory, List<BackupEntry> entries) {
    Set<BackupId> known = entries.stream().map(BackupEntry::id).collect(Collectors.toSet());
    long folders =
        inventory.folders().stream()
            .filter(folder -> !folder.listed() && !known.contains(folder.id()))
            .count();
    return (int) folders + inventory.uploads().found().size();
  }

  private static List<String> findings(
      StatusOptions options, Instant now, Newest newest, Map<BackupId, Manifest> manifests) {
    List<String> findings = new ArrayList<>();
    newest.backup().flatMap(each -> gap(each, manifests)).ifPresent(findings::add);
    options.maxAge().flatMap(most -> notNew(most, now, newest.backup())).ifPresent(findings::add);
    options
        .maxVerifyAge()
        .flatMap(
            most ->
                tooOld(
                    "verification", most, now, newest.verified().map(VerificationRecord::verified)))
        .ifPresent(findings::add);
    options
        .maxTipAge()
        .flatMap(
            most -> tooOld("recovery point", most, now, StatusReport.newestMoment(newest, now)))
        .ifPresent(findings::add);
    options
        .maxDrillAge()
        .ifPresent(
            most -> {
              tooOld(
                      "drill that passed",
                      most,
                      now,
                      newest.drills().newestPassed().map(DrillRecord::ended))
                  .ifPresent(findings::add);
              failed(newest.drills()).ifPresent(findings::add);
            });
    options
        .maxJournalProofAge()
        .ifPresent(
            most -> {
              tooOld(
                      "proof of the journal",
                      most,
                      now,
                      newest.proofs().newestPassed().map(JournalProofRecord::at))
                  .ifPresent(findings::add);
              failed(newest.proofs()).ifPresent(findings::add);
            });
    return findings;
  }

  /** What is not proven yet, since the journal does not go so far, is no failure. */
  private static Optional<String> failed(JournalProofs.History proofs) {
    return proofs
        .newest()
        .filter(JournalProofRecord::failed)
        .map(
            proof ->
                "the newest proof of the journal has failed%s"
                    .formatted(
                        proof.unproven().stream()
                            .findFirst()
                            .flatMap(JournalProofRecord.Unproven::message)
                            .map(": "::concat)
                            .orElse("")));
  }

  /** Who wants drills to be new wants to know that the newest one has failed. */
  private static Optional<String> failed(Drills.History drills) {
    return drills
        .newest()
        .flatMap(DrillRecord::failedStep)
        .map(step -> "the newest drill has failed, at step \"%s\"".formatted(step));
  }

  /** A backup whose chain has a gap is no backup: nobody can restore it. */
  private static Optional<String> gap(Listed latest, Map<BackupId, Manifest> manifests) {
    return parents(latest, manifests).stream()
        .filter(parent -> !manifests.containsKey(parent))
        .findFirst()
        .map(
            ("the newest backup cannot be restored: \"%s\", on which it builds, is missing or"
                    + " cannot be read")
                ::formatted);
  }

  /** What is said to be yet to come is no proof that anything is new. */
  private static Optional<String> notNew(Duration most, Instant now, Optional<Listed> latest) {
    return latest
        .filter(each -> BackupClocks.ahead(each.manifest().snapshotAt(), now))
        .map(
            each ->
                "how old the newest backup is cannot be told: \"%s\" is said to hold the state of %s, which is yet to come"
                    .formatted(
                        each.id(), each.manifest().snapshotAt().truncatedTo(ChronoUnit.SECONDS)))
        .or(() -> tooOld("backup", most, now, latest.flatMap(each -> each.time().recent())));
  }

  private static Optional<String> tooOld(
      String what, Duration most, Instant now, Optional<Instant> newest) {
    if (newest.isEmpty()) {
      return Optional.of("there is no %s yet".formatted(what));
    }
    Duration age = Duration.between(newest.get(), now);
    if (age.compareTo(most) <= 0) {
      return Optional.empty();
    }
    boolean exact = most.compareTo(Duration.ofMinutes(10)) < 0;
    return Optional.of(
        "the newest %s is %d %s old, more than %d"
            .formatted(
                what,
                exact ? age.toSeconds() : age.toMinutes(),
                exact ? "seconds" : "minutes",
                exact ? most.toSeconds() : most.toMinutes()));
  }
}
