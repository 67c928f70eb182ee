package org.nessiebackup.copy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.EpochId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.vault.BackupCopy;
import org.nessiebackup.vault.CopiedDocuments;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.backups.CatalogHistory;
import org.nessiebackup.vault.backups.ParentLookup;
import org.nessiebackup.vault.journal.StoredJournal;
import org.nessiebackup.vault.lease.Leases;
import org.nessiebackup.vault.lease.VaultLease;
import org.nessiebackup.vault.tip.StoredTips;

/** A vault of its own, with its own recipients and its own signature. */
record VaultDestination(Vault source, Vault target) implements Destination {
  @Override
  public CopyPlan.Mode mode() {
    return CopyPlan.Mode.REENCRYPTION;
  }

  @Override
  public String location() {
    return target.location();
  }

  @Override
  public boolean exists() {
    return true;
  }

  @Override
  public Set<BackupId> backups() {
    return target.backups().list().stream()
        .map(BackupEntry::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Leases leases() {
    return target.leases();
  }

  @Override
  public Optional<String> warning() {
    return source.encrypted() && !target.encrypted()
        ? Optional.of(
            "vault \"%s\" is not encrypted: whoever can read it can read what is copied there"
                .formatted(target.location()))
        : Optional.empty();
  }

  @Override
  public void checkKeys() {
    target.keys().checkWriter();
    if (source.encrypted() && !source.keys().hasIdentity()) {
      throw Failure.KEY_MISSING.exception(
          "\"%s\" is another vault than \"%s\", whose backups have to be decrypted for it, and no"
                  .formatted(target.location(), source.location())
              + " identity was given",
          "Run `copy --to` where the identity is, with --identity; a host that makes backups should"
              + " not have it. A copy of the same bytes, into an empty place, needs none.");
    }
  }

  @Override
  public void check(Selection selection, List<Manifest> missing) {
    target.keys().checkWriter();
    checkHistory(selection);
    for (Manifest manifest : missing) {
      try {
        source.keys().checkReader(manifest);
      } catch (BackupException e) {
        // A damaged backup is a finding once it is copied, and keeps no other from being copied.
        if (!e.failure().isOfOneBackup()) {
          throw e;
        }
      }
    }
  }

  private void checkHistory(Selection selection) {
    List<Source.Server> known = selection.servers();
    Optional<Source.Server> here = target.backups().newest().manifest().flatMap(Manifest::server);
    if (known.isEmpty() || here.isEmpty()) {
      return;
    }
    if (known.stream().noneMatch(each -> CatalogHistory.sameCatalog(each, here.get()))) {
      throw Failure.TARGET_GUARDED.exception(
          "vault \"%s\" holds the history of another catalog (%s); vault \"%s\" holds that of %s"
              .formatted(
                  target.location(),
                  here.get().describe(),
                  source.location(),
                  known.getLast().describe()),
          "Use a vault of its own for each catalog: `init` makes one.");
    }
  }

  @Override
  public void prepare() {
    // `init` has made it.
  }

  /** They are signed and encrypted for the other vault, one upon the other. */
  @Override
  public Optional<Map<BackupId, StoredTips>> tips() {
    return Optional.empty();
  }

  @Override
  public CopiedDocuments copyTips(BackupId base, Cancellation stop) {
    return CopiedDocuments.NONE;
  }

  /** As of tips. */
  @Override
  public Optional<Map<EpochId, StoredJournal>> journal() {
    return Optional.empty();
  }

  @Override
  public CopiedDocuments copyJournal(EpochId epoch, Cancellation stop) {
    return CopiedDocuments.NONE;
  }

  @Override
  public BackupCopy begin(Manifest manifest, VaultLease lease) {
    Optional<String> parent = manifest.parent().map(id -> parentSha256(manifest, id));
    return target.writer(lease).copyFrom(source, manifest, parent);
  }

  /** The new checksum must not make a wrong parent look right, on neither side. */
  private String parentSha256(Manifest manifest, BackupId id) {
    Manifest original =
        switch (source.backups().parent(manifest)) {
          case ParentLookup.Found found -> found.parent();
          case ParentLookup.Missing missing -> throw damaged(manifest, missing.message());
          case ParentLookup.Changed changed -> throw damaged(manifest, changed.message());
        };
    ParentLookup.Identified copied = target.backups().identified(id);
    if (!sameRows(original, copied.manifest())) {
      throw damaged(
          manifest,
          "\"%s\" in vault \"%s\" is another backup than its parent"
              .formatted(id, target.location()));
    }
    return copied.sha256();
  }

  private static boolean sameRows(Manifest one, Manifest other) {
    return one.snapshotAt().equals(other.snapshotAt())
        && one.source().equals(other.source())
        && digests(one).equals(digests(other));
  }

  private static List<String> digests(Manifest manifest) {
    return manifest.tables().stream()
        .map(table -> "%s %s %d".formatted(table.name(), table.digest(), table.wholeRows()))
        .toList();
  }

  private static BackupException damaged(Manifest manifest, String why) {
    return Failure.DAMAGED.exception(
        "backup \"%s\" is damaged: %s".formatted(manifest.id(), why),
        "`verify --all` shows which backups are whole.");
  }
}
