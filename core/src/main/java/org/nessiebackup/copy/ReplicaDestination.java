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
import org.nessiebackup.vault.Replica;
import org.nessiebackup.vault.journal.StoredJournal;
import org.nessiebackup.vault.lease.Leases;
import org.nessiebackup.vault.lease.VaultLease;
import org.nessiebackup.vault.tip.StoredTips;

/** A vault with the same id, where the same bytes go. */
record ReplicaDestination(Replica replica) implements Destination {
  @Override
  public CopyPlan.Mode mode() {
    return CopyPlan.Mode.REPLICA;
  }

  @Override
  public String location() {
    return replica.location();
  }

  @Override
  public boolean exists() {
    return replica.exists();
  }

  @Override
  public Set<BackupId> backups() {
    return replica.backups();
  }

  @Override
  public Leases leases() {
    return replica.leases();
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
    replica.copyDescription();
  }

  @Override
  public Optional<Map<BackupId, StoredTips>> tips() {
    return Optional.of(replica.tips());
  }

  @Override
  public CopiedDocuments copyTips(BackupId base, Cancellation stop) {
    return replica.copyTips(base, stop);
  }

  @Override
  public Optional<Map<EpochId, StoredJournal>> journal() {
    return Optional.of(replica.journal());
  }

  @Override
  public CopiedDocuments copyJournal(EpochId epoch, Cancellation stop) {
    return replica.copyJournal(epoch, stop);
  }

  @Override
  public BackupCopy begin(Manifest manifest, VaultLease lease) {
    return replica.begin(manifest, lease);
  }
}
