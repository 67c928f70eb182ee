package org.nessiebackup.copy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.BackupException;
import org.nessiebackup.BackupId;
import org.nessiebackup.Cancellation;
import org.nessiebackup.EpochId;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.vault.BackupCopy;
import org.nessiebackup.vault.CopiedDocuments;
import org.nessiebackup.vault.journal.StoredJournal;
import org.nessiebackup.vault.lease.Leases;
import org.nessiebackup.vault.lease.VaultLease;
import org.nessiebackup.vault.tip.StoredTips;

/** Where backups are copied to, and what that takes. */
sealed interface Destination permits MirrorDestination, VaultDestination {
  /** How they get there. */
  CopyPlan.Mode mode();

  /** Where it is. */
  String location();

  /** Whether there is a vault already. */
  boolean exists();

  /** Backups that are there, whether or not they can be read. */
  Set<BackupId> backups();

  /** Who is at work there. */
  Leases leases();

  /** What a user may not expect of this place. */
  Optional<String> warning();

  /**
   * Checks whether the keys at hand will do for whatever the source may hold.
   *
   * @throws BackupException {@link Failure#KEY_MISSING}, {@link Failure#KEY_WRONG} or {@link
   *     Failure#UNTRUSTED}
   */
  void checkKeys();

  /**
   * Checks whether these backups may come here, before anything is written.
   *
   * @param selection what is meant, and what else the source holds
   * @param missing those that are not here yet
   * @throws BackupException as {@link #checkKeys}; {@link Failure#TARGET_GUARDED} if the history of
   *     another catalog is here
   */
  void check(Selection selection, List<Manifest> missing);

  /** Makes it a vault, if it is none. */
  void prepare();

  /** The tips that are here; absent if none can come here. */
  Optional<Map<BackupId, StoredTips>> tips();

  /** Brings the tips of a backup that is here, as far as they are missing. */
  CopiedDocuments copyTips(BackupId base, Cancellation stop);

  /** What is here of the journal; absent if none can come here. */
  Optional<Map<EpochId, StoredJournal>> journal();

  /** Brings an epoch of the journal, as far as it is missing. */
  CopiedDocuments copyJournal(EpochId epoch, Cancellation stop);

  /** Begins with a backup. */
  BackupCopy begin(Manifest manifest, VaultLease lease);
}
