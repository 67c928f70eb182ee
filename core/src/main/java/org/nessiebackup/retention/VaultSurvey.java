package org.nessiebackup.retention;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nessiebackup.BackupId;
import org.nessiebackup.WorkContext;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.RetentionPolicy;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.retention.PrunePlan.Fate;
import org.nessiebackup.vault.Inventory;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.backups.BackupTime;
import org.nessiebackup.vault.journal.StoredEpoch;
import org.nessiebackup.vault.journal.StoredJournal;
import org.nessiebackup.vault.lease.HeldLease;
import org.nessiebackup.vault.tip.StoredTips;

/** What lies in a vault at one moment, and what a policy makes of it. */
final class VaultSurvey {
  private final WorkContext context;
  private final RetentionPolicy policy;
  private final List<BackupEntry> entries;
  private final Map<BackupId, Optional<Pin>> pins;
  private final Set<BackupId> doubted;
  private final NavigableSet<BackupId> mayBuildOn;
  private final List<HeldLease> leases;
  private final Map<BackupId, Long> sizes = new HashMap<>();
  private final Vault vault;
  private final Inventory inventory;
  private final TipRetention tips;
  private final JournalRetention journal;
  private final List<StoredEpoch> epochs;

  VaultSurvey(Vault vault, RetentionPolicy policy, Spans keep, WorkContext context) {
    this.vault = vault;
    this.context = context;
    this.policy = policy;
    this.leases = vault.leases().list();
    // The folders before the backups: what is finished between the two is then no garbage.
    this.inventory = vault.inventory();
    inventory.folders().forEach(folder -> sizes.put(folder.id(), folder.bytes()));
    this.entries = vault.backups().list();
    this.mayBuildOn =
        entries.stream()
            .filter(VaultSurvey::mayBeWhole)
            .map(BackupEntry::id)
            .collect(Collectors.toCollection(TreeSet::new));
    this.pins = vault.pins().all();
    this.doubted = new HashSet<>(vault.verifications().doubted());
    doubted.addAll(vault.verifications().unseen());
    this.tips =
        new TipRetention(
            inventory.tips(),
            BackupEntry.readable(entries).reversed().stream()
                .filter(each -> each.manifest().server().isPresent())
                .map(BackupEntry::id)
                .findFirst(),
            keep.tips(),
            newest(),
            context.clock().instant());
    this.epochs = vault.journal().epochs();
    this.journal =
        new JournalRetention(
            inventory.journal(), keep.journal(), newest(), context.clock().instant());
  }

  /**
   * How long what is no backup stays.
   *
   * @param tips after the last one of their backup
   * @param journal an epoch after its last file
   */
  record Spans(Duration tips, Duration journal) {}

  private Instant newest() {
    return Stream.of(
            inventory.folders().stream().map(Inventory.Folder::newest),
            inventory.tips().values().stream().map(StoredTips::newest),
            inventory.journal().values().stream().map(StoredJournal::newest))
        .flatMap(each -> each)
        .max(Comparator.naturalOrder())
        .orElse(Instant.EPOCH);
  }

  PrunePlan plan() {
    List<Fate> fates = fates();
    return new PrunePlan(
        policy,
        fates,
        new PrunePlan.Tips(tips.keep(), tips.fates(fates)),
        new PrunePlan.Journal(journal.keep(), journal.fates(epochs, staying(fates))),
        garbage(fates).orphans(),
        context.clock().instant());
  }

  /** What could not be listed, and so is in no plan. */
  Optional<String> hidden() {
    return inventory
        .uploads()
        .hidden()
        .map("unfinished uploads are not known, and stay where they are: "::concat);
  }

  /** What is no part of a backup when those have gone that are to go. */
  Garbage garbage(List<Fate> fates) {
    Set<BackupId> staying =
        fates.stream().filter(Fate::kept).map(Fate::id).collect(Collectors.toSet());
    Garbage garbage = new Garbage(vault, inventory, staying, leases, context);
    garbage.addTips(tips, fates.stream().map(Fate::id).collect(Collectors.toSet()));
    garbage.addJournal(journal);
    return garbage;
  }

  private List<Source.Server> staying(List<Fate> fates) {
    Set<BackupId> staying =
        fates.stream().filter(Fate::kept).map(Fate::id).collect(Collectors.toSet());
    return BackupEntry.readable(entries).stream()
        .filter(each -> staying.contains(each.id()))
        .flatMap(each -> each.manifest().server().stream())
        .toList();
  }

  private List<Fate> fates() {
    List<Candidate> candidates =
        BackupEntry.readable(entries).stream().map(this::candidate).toList();
    Map<BackupId, List<String>> decisions = RetentionRules.decide(policy, candidates);
    return entries.stream().map(entry -> fate(entry, decisions)).toList();
  }

  private Fate fate(BackupEntry entry, Map<BackupId, List<String>> decisions) {
    return switch (entry) {
      case BackupEntry.Listed listed ->
          new Fate(listed.id(), listed.time(), size(listed.id()), decisions.get(listed.id()));
      case BackupEntry.Unreadable unreadable ->
          new Fate(
              unreadable.id(),
              BackupTime.UNKNOWN,
              size(unreadable.id()),
              List.of("cannot be read: " + unreadable.reason().getMessage()));
    };
  }

  private long size(BackupId id) {
    return sizes.getOrDefault(id, 0L);
  }

  private Candidate candidate(BackupEntry.Listed listed) {
    Manifest manifest = listed.manifest();
    return new Candidate(
        manifest.id(),
        listed.time().moment(),
        manifest.parent(),
        manifest.tags(),
        manifest.server().isEmpty(),
        !doubted.contains(manifest.id()),
        protections(manifest.id()));
  }

  private List<String> protections(BackupId id) {
    List<String> protections = new ArrayList<>();
    if (pins.containsKey(id)) {
      protections.add("pinned" + pins.get(id).flatMap(Pin::reason).map(": "::concat).orElse(""));
    }
    protections.addAll(tips.reasons(id));
    leases.stream()
        .filter(lease -> lease.live(context.clock().instant()))
        .filter(lease -> lease.lease().uses().contains(id))
        .forEach(
            lease ->
                protections.add(
                    "in use: %s by %s"
                        .formatted(lease.lease().kind().label(), lease.lease().owner())));
    Optional.ofNullable(mayBuildOn.higher(id))
        .ifPresent(other -> protections.add(other + ", which cannot be read, may build on it"));
    return protections;
  }

  /** Some backups, and all that they build on. */
  Set<BackupId> withAncestors(Set<BackupId> some) {
    Map<BackupId, Optional<BackupId>> parents = new HashMap<>();
    BackupEntry.readable(entries).forEach(each -> parents.put(each.id(), each.manifest().parent()));
    Set<BackupId> all = new HashSet<>();
    for (BackupId each : some) {
      Optional<BackupId> next = Optional.of(each);
      while (next.isPresent() && all.add(next.get())) {
        next = parents.getOrDefault(next.get(), Optional.empty());
      }
    }
    return all;
  }

  private static boolean mayBeWhole(BackupEntry entry) {
    return switch (entry) {
      case BackupEntry.Listed listed -> false;
      case BackupEntry.Unreadable unreadable -> unreadable.mayBeWhole();
    };
  }
}
