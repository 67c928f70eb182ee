package org.nessiebackup.keys;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.EpochId;
import org.nessiebackup.Failure;
import org.nessiebackup.WorkContext;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.crypto.Recipient;
import org.nessiebackup.keys.RewrapReport.BackupResult;
import org.nessiebackup.keys.RewrapReport.Status;
import org.nessiebackup.manifest.BackupObject;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.VaultSettings;
import org.nessiebackup.vault.PendingRevision;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.journal.StoredEpoch;
import org.nessiebackup.vault.journal.StoredJournal;
import org.nessiebackup.vault.lease.VaultLease;
import org.nessiebackup.vault.tip.StoredTips;

/**
 * Shows and changes the keys of a vault. Needs no database. Making one touches nothing.
 *
 * @param vault the vault
 * @param context clock, progress and a request to stop
 */
public record KeyMaintenance(Vault vault, WorkContext context) {
  /** The keys as they are. */
  public KeyReport report() {
    return report(vault);
  }

  private static KeyReport report(Vault vault) {
    VaultSettings settings = vault.settings().current();
    return new KeyReport(
        vault.encrypted(),
        settings.number(),
        settings.created(),
        vault.settings().affirmed(),
        settings.recipients().stream()
            .map(each -> new KeyReport.Key(each, vault.keys().opensFor(each)))
            .toList(),
        settings.signingKeys().stream()
            .map(each -> new KeyReport.Key(each, vault.keys().signsAs(each)))
            .toList());
  }

  /**
   * Lets others read new backups too. Who can already stays as it is.
   *
   * @throws BackupException {@link Failure#USAGE} if the vault is not encrypted, and as {@link
   *     Vault#changeSettings}
   */
  public KeyReport add(List<Recipient> recipients) {
    return change(
        settings -> {
          Set<String> all = new LinkedHashSet<>(settings.recipients());
          recipients.forEach(each -> all.add(each.text()));
          return settings.withRecipients(List.copyOf(all));
        });
  }

  /**
   * Takes recipients off, so that they cannot read what is backed up from now on. What they can
   * read already they can keep.
   *
   * @throws BackupException {@link Failure#USAGE} if one is no recipient, or none would be left;
   *     and as {@link Vault#changeSettings}
   */
  public KeyReport remove(List<Recipient> recipients) {
    return change(settings -> without(recipients, settings));
  }

  private static VaultSettings without(List<Recipient> recipients, VaultSettings settings) {
    List<String> left = new ArrayList<>(settings.recipients());
    for (Recipient recipient : Set.copyOf(recipients)) {
      if (!left.remove(recipient.text())) {
        throw Failure.USAGE.exception(
            "\"%s\" is no recipient of this vault".formatted(recipient), "`key list` shows them.");
      }
    }
    if (left.isEmpty()) {
      throw Failure.USAGE.exception(
          "no recipient would be left, and nobody could read new backups",
          "Add another one first: `key add --recipient`.");
    }
    return settings.withRecipients(left);
  }

  private KeyReport change(UnaryOperator<VaultSettings> change) {
    return report(vault.changeSettings(change, context.tool(), context.clock().instant()));
  }

  /**
   * Lets another host key sign from now on. May be repeated if it was stopped on its way.
   *
   * @throws BackupException as {@link Vault#exchangeHostKey}
   */
  public KeyReport rotate(HostKey next) {
    return report(vault.exchangeHostKey(next, context.tool(), context.clock().instant()));
  }

  /**
   * Gives backups the current recipients. A backup that is damaged is left as it is and reported.
   *
   * @throws BackupException {@link Failure#KEY_MISSING} or {@link Failure#KEY_WRONG} before
   *     anything was done, if the host key or an identity is not there; {@link
   *     Failure#BACKUP_NOT_FOUND}; {@link Failure#LOCKED} if somebody is at work; or when the store
   *     itself fails, in which case running it again goes on
   */
  public RewrapReport rewrap(RewrapOptions options) {
    vault.keys().checkWriter();
    List<BackupEntry> chosen = chosen(options);
    long bytes = 0;
    for (BackupEntry.Listed listed : BackupEntry.readable(chosen)) {
      if (!vault.keys().hasCurrentRecipients(listed.manifest())) {
        vault.keys().checkReader(listed.manifest());
        bytes += listed.manifest().storedBytes();
      }
    }
    context.progress().step("storing for other recipients", bytes);
    try (VaultLease lease = vault.leases().acquire(Lease.Kind.REWRAP, List.of(), context)) {
      RewrapReport report =
          new RewrapReport(chosen.stream().map(entry -> rewrap(entry, lease)).toList());
      warnOfTips(report);
      warnOfJournal();
      return report;
    }
  }

  /** They follow on each other by their checksums, so none can be exchanged. */
  private void warnOfTips(RewrapReport report) {
    Map<BackupId, StoredTips> stored = vault.tips().stored();
    long left =
        report.backups().stream()
            .filter(each -> each.status() == Status.REWRAPPED)
            .mapToLong(each -> stored.getOrDefault(each.id(), StoredTips.NONE).count())
            .sum();
    if (left > 0) {
      context
          .progress()
          .warning(
              "%d tips of these backups stay as they are, so those who could read them still can and nobody else: `prune --keep-tips` removes them"
                  .formatted(left));
    }
  }

  /**
   * The files of a journal follow on each other in the same way. Who follows begins another epoch
   * when recipients change; if nobody did, the last files of such an epoch are for the new ones.
   */
  private void warnOfJournal() {
    Map<EpochId, StoredJournal> stored = vault.journal().stored();
    long left =
        vault.journal().epochs().stream()
            .filter(epoch -> !isForCurrentRecipients(epoch))
            .mapToLong(epoch -> stored.getOrDefault(epoch.id(), StoredJournal.NONE).files())
            .sum();
    if (left > 0) {
      context
          .progress()
          .warning(
              "%d files of the journal, of epochs that were begun for others, stay as they are, so those who could read them still can and nobody else: `prune --keep-journal` removes them"
                  .formatted(left));
    }
  }

  private boolean isForCurrentRecipients(StoredEpoch epoch) {
    return switch (epoch) {
      case StoredEpoch.Usable usable ->
          vault.keys().hasCurrentRecipients(usable.document().protection());
      case StoredEpoch.Unusable unusable -> true;
    };
  }

  private BackupResult rewrap(BackupEntry entry, VaultLease lease) {
    context.cancellation().check();
    return switch (entry) {
      case BackupEntry.Listed listed -> rewrap(listed.manifest(), lease);
      case BackupEntry.Unreadable unreadable -> damaged(unreadable.id(), unreadable.reason());
    };
  }

  private List<BackupEntry> chosen(RewrapOptions options) {
    if (options.backups().isEmpty()) {
      return vault.backups().list();
    }
    // "latest" may be one of those that are named by their ids.
    return options.backups().stream()
        .map(vault.backups()::find)
        .distinct()
        .map(vault.backups()::listed)
        .toList();
  }

  private BackupResult rewrap(Manifest manifest, VaultLease lease) {
    if (!manifest.encrypted()) {
      return new BackupResult(manifest.id(), Status.CURRENT, 0, List.of(), Optional.empty());
    }
    boolean current = vault.keys().hasCurrentRecipients(manifest);
    Manifest now;
    try {
      now = current ? manifest : revise(manifest.id(), lease);
    } catch (BackupException e) {
      if (!e.failure().isOfOneBackup()) {
        throw e;
      }
      return damaged(manifest.id(), e);
    }
    lease.check();
    // What a former run was stopped before removing goes now.
    return new BackupResult(
        manifest.id(),
        current ? Status.CURRENT : Status.REWRAPPED,
        current ? 0 : (int) now.parts().count(),
        vault.writer(lease).removeSuperseded(now),
        Optional.empty());
  }

  /** Stores all objects under new headers; the former ones are still there afterwards. */
  private Manifest revise(BackupId id, VaultLease lease) {
    try (PendingRevision revision = vault.writer(lease).revise(id)) {
      for (BackupObject object : revision.before().parts().toList()) {
        revision.rewrap(object, context.cancellation());
        context.progress().advanced(0, object.storedBytes());
      }
      context.cancellation().check();
      return revision.commit(context.tool());
    } catch (IOException e) {
      throw vault.failure(e, "cannot store backup \"" + id + "\" for other recipients");
    }
  }

  private static BackupResult damaged(BackupId id, BackupException reason) {
    return new BackupResult(id, Status.DAMAGED, 0, List.of(), Optional.of(reason));
  }
}
