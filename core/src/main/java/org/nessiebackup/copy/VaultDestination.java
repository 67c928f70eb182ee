package org.nessiebackup.copy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Failure;
import org.nessiebackup.Workers;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Source;
import org.nessiebackup.vault.BackupEntry;
import org.nessiebackup.vault.CatalogHistory;
import org.nessiebackup.vault.Leases;
import org.nessiebackup.vault.ParentLookup;
import org.nessiebackup.vault.PendingCopy;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.VaultLease;

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
    return target.list().stream().map(BackupEntry::id).collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Leases leases() {
    return target.leases();
  }

  @Override
  public Optional<String> warning() {
    boolean opened =
        source.encryption().equals(Manifest.AGE) && !target.encryption().equals(Manifest.AGE);
    return opened
        ? Optional.of(
            "vault \"%s\" is not encrypted: whoever can read it can read what is copied there"
                .formatted(target.location()))
        : Optional.empty();
  }

  @Override
  public void checkKeys() {
    target.checkWriter();
    if (source.encryption().equals(Manifest.AGE) && !source.hasIdentity()) {
      throw new BackupException(
          Failure.KEY_MISSING,
          "\"%s\" is another vault than \"%s\", whose backups have to be decrypted for it, and no"
                  .formatted(target.location(), source.location())
              + " identity was given",
          "Run `copy --to` where the identity is, with --identity; a host that makes backups should"
              + " not have it. A copy of the same bytes, into an empty place, needs none.");
    }
  }

  @Override
  public void check(Selection selection, List<Manifest> missing) {
    target.checkWriter();
    checkHistory(selection);
    for (Manifest manifest : missing) {
      try {
        source.checkReader(manifest);
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
    Optional<Source.Server> here =
        target.newest().manifest().map(Manifest::source).flatMap(CatalogHistory::server);
    if (known.isEmpty() || here.isEmpty()) {
      return;
    }
    if (known.stream().noneMatch(each -> CatalogHistory.sameCatalog(each, here.get()))) {
      throw new BackupException(
          Failure.TARGET_GUARDED,
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

  @Override
  public Pending begin(Manifest manifest, VaultLease lease) {
    Optional<String> parent = manifest.parent().map(id -> parentSha256(manifest, id));
    return new StoredAnew(manifest, target.beginCopy(source, manifest, lease), parent);
  }

  /** The new checksum must not make a wrong parent look right, on neither side. */
  private String parentSha256(Manifest manifest, BackupId id) {
    Manifest original =
        switch (ParentLookup.of(source, manifest)) {
          case ParentLookup.Found found -> found.parent();
          case ParentLookup.Missing missing -> throw damaged(manifest, missing.message());
          case ParentLookup.Changed changed -> throw damaged(manifest, changed.message());
        };
    ParentLookup.Identified copied = ParentLookup.identify(target, id);
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
    return new BackupException(
        Failure.DAMAGED,
        "backup \"%s\" is damaged: %s".formatted(manifest.id(), why),
        "`verify --all` shows which backups are whole.");
  }

  private record StoredAnew(Manifest manifest, PendingCopy pending, Optional<String> parent)
      implements Pending {
    @Override
    public List<Workers.Task> tasks(Written written) {
      List<Workers.Task> tasks = new ArrayList<>();
      manifest.tables().stream()
          .flatMap(table -> table.rowParts())
          .forEach(
              part ->
                  tasks.add(stop -> written.add(pending.copyRows(part, stop), part.storedBytes())));
      manifest.tables().stream()
          .flatMap(table -> table.keyParts())
          .forEach(
              part ->
                  tasks.add(stop -> written.add(pending.copyKeys(part, stop), part.storedBytes())));
      return tasks;
    }

    @Override
    public void commit() {
      pending.commit(parent);
    }
  }
}
