package org.nessiebackup.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.Workers;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.SegmentEntry;
import org.nessiebackup.manifest.TableEntry;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.segment.RowDigest;
import org.nessiebackup.vault.BackupEntry;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.verify.VerifyReport.BackupResult;
import org.nessiebackup.verify.VerifyReport.Finding;
import org.nessiebackup.verify.VerifyReport.Kind;

/** Reads backups and compares them with what their manifests say. Needs no database. */
public final class BackupVerification {
  private final Vault vault;
  private final WorkContext context;

  /** Touches nothing yet. */
  public BackupVerification(Vault vault, WorkContext context) {
    this.vault = vault;
    this.context = context;
  }

  /**
   * Verifies. Damage is a finding in the report, not an exception.
   *
   * @throws BackupException {@link Failure#KEY_MISSING} or {@link Failure#KEY_WRONG} before
   *     anything is read, if rows are to be decoded and no identity opens one of the backups;
   *     {@link Failure#BACKUP_NOT_FOUND} if there is no such backup; or when the store itself fails
   */
  public VerifyReport run(VerifyOptions options) {
    List<BackupEntry> entries = entries(options.backup());
    if (!options.quick()) {
      entries.forEach(this::checkKeys);
    }
    long bytes =
        entries.stream()
            .mapToLong(
                entry ->
                    entry instanceof BackupEntry.Listed listed
                        ? listed.manifest().storedBytes()
                        : 0)
            .sum();
    context.progress().step("reading stored bytes", bytes);
    List<BackupResult> results = new ArrayList<>();
    for (BackupEntry entry : entries) {
      results.add(
          switch (entry) {
            case BackupEntry.Listed listed -> verify(listed.manifest(), options);
            case BackupEntry.Unreadable unreadable ->
                new BackupResult(
                    unreadable.id(),
                    0,
                    0,
                    0,
                    List.of(
                        finding(
                            kind(unreadable.reason()),
                            Optional.empty(),
                            unreadable.reason().getMessage())));
          });
    }
    return new VerifyReport(options.quick(), results);
  }

  /**
   * Writes down in the vault what was found. Where the vault cannot be written, that is a warning:
   * somebody who may only read it verifies just as well.
   */
  public void record(VerifyReport report) {
    VerificationRecord.Depth depth =
        report.quick() ? VerificationRecord.Depth.QUICK : VerificationRecord.Depth.FULL;
    for (BackupResult result : report.backups()) {
      VerificationRecord record =
          new VerificationRecord(
              result.id(),
              context.clock().instant(),
              depth,
              result.sound(),
              result.findings().size(),
              context.tool());
      try {
        vault.verifications().add(record);
      } catch (BackupException e) {
        context.progress().warning("the result is not written down: " + e.getMessage());
        return;
      }
    }
  }

  private void checkKeys(BackupEntry entry) {
    if (entry instanceof BackupEntry.Listed listed) {
      try {
        vault.checkReader(listed.manifest());
      } catch (BackupException e) {
        // A segment that is missing or changed is what is looked for, and is found below.
        if (e.failure() != Failure.DAMAGED) {
          throw e;
        }
      }
    }
  }

  private static Kind kind(BackupException reason) {
    return reason.failure() == Failure.UNTRUSTED ? Kind.MANIFEST_UNTRUSTED : Kind.MANIFEST_DAMAGED;
  }

  private List<BackupEntry> entries(Optional<String> backup) {
    if (backup.isEmpty()) {
      return vault.list();
    }
    try {
      return List.of(new BackupEntry.Listed(vault.find(backup.get())));
    } catch (BackupException e) {
      boolean found = e.failure() == Failure.DAMAGED || e.failure() == Failure.UNTRUSTED;
      if (!found || backup.get().equals(Vault.LATEST)) {
        throw e;
      }
      return List.of(new BackupEntry.Unreadable(new BackupId(backup.get()), e));
    }
  }

  private BackupResult verify(Manifest manifest, VerifyOptions options) {
    SegmentCheck check = new SegmentCheck(vault, manifest, options.quick(), context.progress());
    Queue<Finding> findings = new ConcurrentLinkedQueue<>();
    Map<SegmentEntry, RowDigest> digests = new ConcurrentHashMap<>();
    List<Workers.Task> tasks = new ArrayList<>();
    for (TableEntry table : manifest.tables()) {
      for (SegmentEntry segment : table.segments()) {
        tasks.add(
            stop -> {
              SegmentCheck.Result result = check.run(table, segment, stop);
              result.finding().ifPresent(findings::add);
              digests.put(segment, result.digest());
            });
      }
    }
    Workers.run(options.jobs(), context.cancellation(), tasks);
    // A digest can only be blamed when every segment of the table is as it was stored.
    if (!options.quick() && findings.isEmpty()) {
      manifest.tables().forEach(table -> compareDigest(table, digests, findings));
    }
    return new BackupResult(
        manifest.id(),
        tasks.size(),
        options.quick() ? 0 : manifest.rows(),
        manifest.storedBytes(),
        List.copyOf(findings));
  }

  private static void compareDigest(
      TableEntry table, Map<SegmentEntry, RowDigest> digests, Queue<Finding> findings) {
    RowDigest sum =
        table.segments().stream().map(digests::get).reduce(RowDigest.EMPTY, RowDigest::plus);
    if (!sum.hex().equals(table.digest())) {
      findings.add(
          finding(
              Kind.DIGEST_MISMATCH,
              Optional.of(table.name()),
              "the rows of table \"%s\" have digest %s instead of %s"
                  .formatted(table.name(), sum.hex(), table.digest())));
    }
  }

  private static Finding finding(Kind kind, Optional<String> table, String message) {
    return new Finding(kind, table, Optional.empty(), message);
  }
}
