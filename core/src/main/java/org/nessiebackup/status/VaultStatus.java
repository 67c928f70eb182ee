package org.nessiebackup.status;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
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
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.status.StatusReport.Moment;
import org.nessiebackup.vault.BackupEntry;
import org.nessiebackup.vault.Drills;
import org.nessiebackup.vault.HeldLease;
import org.nessiebackup.vault.Inventory;
import org.nessiebackup.vault.Vault;

/** Looks how a vault is. Reads manifests and notes, no rows, and needs no key. */
public final class VaultStatus {
  private final Vault vault;
  private final WorkContext context;

  /** Touches nothing yet. */
  public VaultStatus(Vault vault, WorkContext context) {
    this.vault = vault;
    this.context = context;
  }

  /** Looks. What is too old, or not whole, is a finding in the report, not an exception. */
  public StatusReport run(StatusOptions options) {
    context.progress().step("looking at what there is", 0);
    List<BackupEntry> entries = vault.list();
    Map<BackupId, Manifest> manifests = readable(entries);
    Inventory inventory = vault.inventory();
    Instant now = context.clock().instant();
    Optional<Manifest> latest = newest(manifests.values());
    Optional<VerificationRecord> verified =
        vault.verifications().newest().values().stream()
            .max(Comparator.comparing(VerificationRecord::verified));
    Drills.History drills = vault.drills().history();
    List<HeldLease> live = vault.leases().list().stream().filter(lease -> lease.live(now)).toList();
    return new StatusReport(
        vault.location(),
        now,
        latest.map(Moment::new),
        newest(manifests.values().stream().filter(each -> each.type() == BackupType.FULL).toList())
            .map(Moment::new),
        verified,
        drills,
        latest.map(each -> depth(each, manifests)).orElse(0),
        manifests.size(),
        entries.size() - manifests.size(),
        (int) vault.verifications().doubted().stream().filter(manifests::containsKey).count(),
        (int) vault.pins().all().keySet().stream().filter(manifests::containsKey).count(),
        inventory.objects(),
        inventory.bytes(),
        vault.freeBytes(),
        unfinished(inventory, entries),
        live,
        Stream.concat(
                findings(options, new Seen(now, latest, verified, drills), manifests).stream(),
                UntrustedBackups.findings(vault, entries).stream())
            .toList());
  }

  private static Map<BackupId, Manifest> readable(List<BackupEntry> entries) {
    Map<BackupId, Manifest> manifests = new HashMap<>();
    for (BackupEntry entry : entries) {
      switch (entry) {
        case BackupEntry.Listed listed -> manifests.put(listed.id(), listed.manifest());
        case BackupEntry.Unreadable unreadable -> {}
      }
    }
    return manifests;
  }

  /** As "latest" is meant everywhere: a dump counts only where there is nothing else. */
  private static Optional<Manifest> newest(Collection<Manifest> manifests) {
    return manifests.stream()
        .max(
            Comparator.comparing((Manifest each) -> each.source() instanceof Source.Server)
                .thenComparing(Manifest::id));
  }

  private static int depth(Manifest manifest, Map<BackupId, Manifest> manifests) {
    int depth = 0;
    Optional<BackupId> parent = manifest.parent();
    while (parent.isPresent()) {
      depth++;
      parent = Optional.ofNullable(manifests.get(parent.get())).flatMap(Manifest::parent);
    }
    return depth;
  }

  private static int unfinished(Inventory inventory, List<BackupEntry> entries) {
    Set<BackupId> known = entries.stream().map(BackupEntry::id).collect(Collectors.toSet());
    long folders =
        inventory.folders().stream()
            .filter(folder -> !folder.listed() && !known.contains(folder.id()))
            .count();
    return (int) folders + inventory.uploads().size();
  }

  /** What may be too old, and the moment at which that is asked. */
  private record Seen(
      Instant now,
      Optional<Manifest> latest,
      Optional<VerificationRecord> verified,
      Drills.History drills) {}

  private static List<String> findings(
      StatusOptions options, Seen seen, Map<BackupId, Manifest> manifests) {
    List<String> findings = new ArrayList<>();
    Instant now = seen.now();
    seen.latest().flatMap(each -> gap(each, manifests)).ifPresent(findings::add);
    options
        .maxAge()
        .flatMap(most -> tooOld("backup", most, now, seen.latest().map(Manifest::snapshotAt)))
        .ifPresent(findings::add);
    options
        .maxVerifyAge()
        .flatMap(
            most ->
                tooOld(
                    "verification", most, now, seen.verified().map(VerificationRecord::verified)))
        .ifPresent(findings::add);
    options
        .maxDrillAge()
        .ifPresent(
            most -> {
              tooOld(
                      "drill that passed",
                      most,
                      now,
                      seen.drills().newestPassed().map(DrillRecord::ended))
                  .ifPresent(findings::add);
              failed(seen.drills()).ifPresent(findings::add);
            });
    return findings;
  }

  /** Who wants drills to be new wants to know that the newest one has failed. */
  private static Optional<String> failed(Drills.History drills) {
    return drills
        .newest()
        .flatMap(DrillRecord::failedStep)
        .map(step -> "the newest drill has failed, at step \"%s\"".formatted(step));
  }

  /** A backup whose chain has a gap is no backup: nobody can restore it. */
  private static Optional<String> gap(Manifest latest, Map<BackupId, Manifest> manifests) {
    Manifest member = latest;
    while (member.parent().isPresent()) {
      BackupId parent = member.parent().get();
      if (!manifests.containsKey(parent)) {
        return Optional.of(
            "the newest backup cannot be restored: \"%s\", on which it builds, is missing or cannot be read"
                .formatted(parent));
      }
      member = manifests.get(parent);
    }
    return Optional.empty();
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
