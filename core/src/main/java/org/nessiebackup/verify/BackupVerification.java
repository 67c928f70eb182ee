package org.nessiebackup.verify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.manifest.DictionaryEntry;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.TableChanges;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupChain;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.backups.ParentLookup;
import org.nessiebackup.vault.record.JournalProofs;
import org.nessiebackup.vault.rows.ChainDictionaries;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.VerifyReport.BackupResult;
import org.nessiebackup.verify.VerifyReport.Finding;
import org.nessiebackup.verify.VerifyReport.Kind;
import org.nessiebackup.verify.VerifyReport.TipResult;

/**
 * Reads backups and compares them with what their manifests say. Needs no database. Making one
 * touches nothing.
 *
 * @param vault the vault
 * @param context clock, progress and a request to stop
 * @param tap is given all rows while they are verified; what it got counts if the report is sound
 */
public record BackupVerification(Vault vault, WorkContext context, RowTap tap) {
  /**
   * Verifies. Damage is a finding in the report, not an exception.
   *
   * @throws BackupException {@link Failure#KEY_MISSING} or {@link Failure#KEY_WRONG} before
   *     anything is read, if rows are to be decoded and no identity opens one of the backups;
   *     {@link Failure#BACKUP_NOT_FOUND} if there is no such backup; or when the store itself fails
   */
  public VerifyReport run(VerifyOptions options) {
    List<BackupEntry> entries = entries(options.backup());
    List<Manifest> manifests =
        BackupEntry.readable(entries).stream().map(BackupEntry.Listed::manifest).toList();
    if (!options.quick()) {
      manifests.forEach(this::checkKeys);
    }
    long bytes = manifests.stream().mapToLong(Manifest::storedBytes).sum();
    context.progress().step("reading stored bytes", bytes);
    List<BackupResult> results = new ArrayList<>();
    Set<BackupId> damaged = new HashSet<>();
    for (BackupEntry entry : entries) {
      BackupResult result =
          switch (entry) {
            case BackupEntry.Listed listed -> verify(listed.manifest(), damaged, options);
            case BackupEntry.Unreadable unreadable ->
                new BackupResult(
                    unreadable.id(),
                    0,
                    0,
                    0,
                    List.of(
                        Finding.of(kind(unreadable.reason()), unreadable.reason().getMessage())));
          };
      results.add(result);
      if (!result.sound()) {
        damaged.add(result.id());
      }
    }
    return new VerifyReport(options.quick(), results, tips(manifests, damaged, options));
  }

  /** Of backups that are sound: without one, its tips are of no use. */
  private List<TipResult> tips(
      List<Manifest> manifests, Set<BackupId> damaged, VerifyOptions options) {
    Set<BackupId> having = vault.tips().bases();
    TipCheck check = new TipCheck(vault, context);
    return manifests.stream()
        .filter(each -> having.contains(each.id()) && !damaged.contains(each.id()))
        .map(each -> check.run(each, options.quick()))
        .toList();
  }

  /**
   * Proves the journal: that it leads from each backup to the next.
   *
   * @param again whether to prove also what records say is proven
   * @param jobs how many threads read
   * @param stages hears now and then what is proven so far, of which somebody who is stopped keeps
   *     what he has {@link #recordStage recorded}
   * @throws BackupException {@link Failure#KEY_MISSING} or {@link Failure#KEY_WRONG}; or when the
   *     store itself fails
   */
  public JournalReport journal(boolean again, int jobs, Consumer<JournalReport> stages) {
    JournalProofs.Proven known = again ? JournalProofs.Proven.NOTHING : vault.proofs().proven();
    return new JournalProof(vault, context, known, JournalProof.STAGE, jobs).run(stages);
  }

  /** Writes down in the vault what is proven, and what is not; if it cannot, it warns. */
  public void record(JournalReport report) {
    vault.proofs().note(report.result(true), context);
  }

  /**
   * Writes down what is proven so far, for who goes on if this proof is stopped. It says nothing of
   * whether all is well: what is wrong may be yet to come.
   */
  public void recordStage(JournalReport report) {
    vault.proofs().note(report.result(false), context);
  }

  /**
   * Writes down in the vault what was found. Where the vault cannot be written, that is a warning:
   * somebody who may only read it verifies just as well.
   */
  public void record(VerifyReport report) {
    VerificationRecord.Depth depth =
        report.quick() ? VerificationRecord.Depth.QUICK : VerificationRecord.Depth.FULL;
    for (BackupResult result : report.backups()) {
      if (!vault.verifications().note(result.id(), depth, result.findings().size(), context)) {
        return;
      }
    }
  }

  private void checkKeys(Manifest manifest) {
    try {
      vault.keys().checkReader(manifest);
    } catch (BackupException e) {
      // A segment that is missing or changed is what is looked for, and is found below.
      if (!e.failure().isOfOneBackup()) {
        throw e;
      }
    }
  }

  private static Kind kind(BackupException reason) {
    return reason.failure() == Failure.UNTRUSTED ? Kind.MANIFEST_UNTRUSTED : Kind.MANIFEST_DAMAGED;
  }

  private List<BackupEntry> entries(Optional<String> backup) {
    if (backup.isEmpty()) {
      return vault.backups().list();
    }
    Optional<BackupId> named = vault.backups().named(backup.get());
    if (named.isEmpty()) {
      return withParents(vault.backups().find(backup.get()));
    }
    try {
      return withParents(vault.backups().manifest(named.get()));
    } catch (BackupException e) {
      if (e.failure().isOfOneBackup() || e.failure() == Failure.UNTRUSTED) {
        return List.of(new BackupEntry.Unreadable(named.get(), e));
      }
      throw e;
    }
  }

  /** A backup and those it builds on, as far as they can be found, oldest first. */
  private List<BackupEntry> withParents(Manifest manifest) {
    Deque<BackupEntry> entries = new ArrayDeque<>();
    Optional<Manifest> next = Optional.of(manifest);
    while (next.isPresent() && entries.size() < BackupChain.LONGEST) {
      Manifest child = next.get();
      entries.addFirst(vault.backups().listed(child));
      next = child.parent().isPresent() ? parent(child) : Optional.empty();
    }
    return List.copyOf(entries);
  }

  private Optional<Manifest> parent(Manifest child) {
    return switch (vault.backups().parent(child)) {
      case ParentLookup.Found found -> Optional.of(found.parent());
      case ParentLookup.Missing missing -> Optional.empty();
      case ParentLookup.Changed changed -> Optional.empty();
    };
  }

  private Optional<Finding> parentFinding(Manifest child, Set<BackupId> damaged) {
    return switch (vault.backups().parent(child)) {
      case ParentLookup.Found found ->
          damaged.contains(found.parent().id())
              ? Optional.of(
                  Finding.of(
                      Kind.PARENT_DAMAGED,
                      "its parent \"%s\" is not sound".formatted(found.parent().id())))
              : Optional.empty();
      case ParentLookup.Missing missing ->
          Optional.of(Finding.of(Kind.PARENT_MISSING, missing.message()));
      case ParentLookup.Changed changed ->
          Optional.of(Finding.of(Kind.PARENT_CHANGED, changed.message()));
    };
  }

  private BackupResult verify(Manifest manifest, Set<BackupId> damaged, VerifyOptions options) {
    Queue<Finding> findings = new ConcurrentLinkedQueue<>();
    if (manifest.parent().isPresent()) {
      parentFinding(manifest, damaged).ifPresent(findings::add);
    }
    findings.addAll(ShapeCheck.run(manifest));
    // Without what it builds on, only the stored bytes can be looked at.
    Optional<ChainDictionaries> dictionaries =
        options.quick() || !findings.isEmpty()
            ? Optional.empty()
            : dictionaries(manifest, findings);
    Map<SegmentEntry, SegmentCheck.Result> results = new ConcurrentHashMap<>();
    List<SegmentEntry> inOrder = new ArrayList<>();
    List<Workers.Task> tasks = new ArrayList<>();
    for (TableEntry table : manifest.tables()) {
      List<SegmentEntry> segments =
          Stream.concat(
                  table.segments().stream(),
                  table.dictionary().map(DictionaryEntry::segment).stream())
              .toList();
      inOrder.addAll(segments);
      for (SegmentEntry segment : segments) {
        SegmentCheck check =
            new SegmentCheck(
                vault, manifest, table, segment, dictionaries, tap, context.progress());
        tasks.add(stop -> results.put(segment, check.run(stop)));
      }
    }
    Workers.run(options.jobs(), context.cancellation(), tasks);
    // In the order of the manifest, whichever was read first.
    inOrder.forEach(segment -> results.get(segment).finding().ifPresent(findings::add));
    manifest
        .tables()
        .forEach(table -> deletedKeys(manifest, table, options).ifPresent(findings::add));
    // A digest can only be blamed when every segment of the table is as it was stored.
    if (!options.quick() && findings.isEmpty()) {
      manifest.tables().forEach(table -> compareDigest(table, results, findings));
    }
    if (!options.quick() && findings.isEmpty() && manifest.parent().isPresent()) {
      ChainCheck.run(vault, manifest.id()).forEach(findings::add);
    }
    if (!options.quick() && findings.isEmpty()) {
      findings.addAll(new UniqueKeys(vault, vault.backups().chain(manifest.id()), context).run());
    }
    return new BackupResult(
        manifest.id(),
        tasks.size(),
        options.quick() ? 0 : manifest.rows(),
        manifest.storedBytes(),
        List.copyOf(findings));
  }

  private Optional<ChainDictionaries> dictionaries(Manifest manifest, Queue<Finding> findings) {
    try {
      return Optional.of(new ChainDictionaries(vault, vault.backups().chain(manifest.id())));
    } catch (BackupException e) {
      if (!e.failure().isOfOneBackup()) {
        throw e;
      }
      findings.add(Finding.of(Kind.PARENT_DAMAGED, e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<Finding> deletedKeys(
      Manifest manifest, TableEntry table, VerifyOptions options) {
    return table
        .changes()
        .flatMap(TableChanges::deletedKeys)
        .map(keys -> new KeyListCheck(vault, manifest, table, keys))
        .flatMap(check -> options.quick() ? check.quick() : check.whole(Optional.empty()));
  }

  private static void compareDigest(
      TableEntry table, Map<SegmentEntry, SegmentCheck.Result> results, Queue<Finding> findings) {
    RowDigest sum =
        table.segments().stream()
            .map(segment -> results.get(segment).digest())
            .reduce(RowDigest.EMPTY, RowDigest::plus);
    if (!sum.hex().equals(table.digest())) {
      findings.add(
          Finding.of(
              Kind.DIGEST_MISMATCH,
              table.name(),
              "the rows of table \"%s\" have digest %s instead of %s"
                  .formatted(table.name(), sum.hex(), table.digest())));
    }
  }
}
