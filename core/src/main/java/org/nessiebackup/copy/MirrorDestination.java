package org.nessiebackup.copy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.EpochId;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.vault.BackupCopy;
import org.nessiebackup.vault.CopiedDocuments;
import org.nessiebackup.vault.Mirror;
import org.nessiebackup.vault.journal.StoredJournal;
import org.nessiebackup.vault.lease.Leases;
import org.nessiebackup.vault.lease.VaultLease;
import org.nessiebackup.vault.tip.StoredTips;

/** A vault with the same id, where the same bytes go. */
record MirrorDestination(Mirror mirror) implements Destination {
  @Override
  public CopyPlan.Mode mode() {
    return CopyPlan.Mode.REPLICA;
  }

  @Override
  public String location() {
    return mirror.location();
  }

  @Override
  public boolean exists() {
    return mirror.exists();
  }

  @Override
  public Set<BackupId> backups() {
    return mirror.backups();
  }

  @Override
  public Leases leases() {
    return mirror.leases();
  }

  @Override
  public Optional<String> warning() {
    return Optional.empty();
  }

  @Override
  public void checkKeys() {
    // The same bytes go there, signatures included: no key is needed.
  }

  @Override
  public void check(Selection selection, List<Manifest> missing) {
    // The same vault has the same history.
  }

  @Override
  public void prepare() {
    mirror.copyDescription();
  }

  @Override
  public Optional<Map<BackupId, StoredTips>> tips() {
    return Optional.of(mirror.tips());
  }

  @Override
  public CopiedDocuments copyTips(BackupId base, Cancellation stop) {
    return mirror.copyTips(base, stop);
  }

  @Override
  public Optional<Map<EpochId, StoredJournal>> journal() {
    return Optional.of(mirror.journal());
  }

  @Override
  public CopiedDocuments copyJournal(EpochId epoch, Cancellation stop) {
    return mirror.copyJournal(epoch, stop);
  }

  @Override
  public BackupCopy begin(Manifest manifest, VaultLease lease) {
    return mirror.begin(manifest, lease);
  }
}
