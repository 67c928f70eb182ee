package org.nessiebackup.report;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.backups.BackupEntry;
import org.nessiebackup.vault.backups.BackupTime;
import org.nessiebackup.vault.tip.StoredTips;

/**
 * What is known of backups besides their manifests.
 *
 * @param now the moment from which ages are counted
 * @param parents what each backup builds on
 * @param times when each was taken, as far as that can be told
 * @param pins which are pinned, and why
 * @param verifications what was found last
 * @param tips how many tips build on each, if any do
 */
public record VaultNotes(
    Instant now,
    Map<BackupId, Optional<BackupId>> parents,
    Map<BackupId, BackupTime> times,
    Map<BackupId, Optional<Pin>> pins,
    Map<BackupId, VerificationRecord> verifications,
    Map<BackupId, StoredTips> tips) {
  /** Where there are no tips. */
  public VaultNotes(
      Instant now,
      Map<BackupId, Optional<BackupId>> parents,
      Map<BackupId, BackupTime> times,
      Map<BackupId, Optional<Pin>> pins,
      Map<BackupId, VerificationRecord> verifications) {
    this(now, parents, times, pins, verifications, Map.of());
  }

  /** Reads the notes of a vault whose list is known. */
  public static VaultNotes of(Vault vault, List<BackupEntry> entries, Instant now) {
    Map<BackupId, Optional<BackupId>> parents = new HashMap<>();
    Map<BackupId, BackupTime> times = new HashMap<>();
    for (BackupEntry entry : entries) {
      switch (entry) {
        case BackupEntry.Listed listed -> {
          parents.put(listed.id(), listed.manifest().parent());
          times.put(listed.id(), listed.time());
        }
        case BackupEntry.Unreadable unreadable -> parents.put(unreadable.id(), Optional.empty());
      }
    }
    return new VaultNotes(
        now,
        parents,
        times,
        vault.pins().all(),
        vault.verifications().newest(),
        vault.tips().stored());
  }

  /** How old the state is that a backup holds; absent if nobody knows. */
  public Optional<Duration> age(Manifest manifest) {
    return Optional.ofNullable(times.get(manifest.id())).flatMap(time -> time.age(now));
  }

  /** The tips that build on a backup. */
  public StoredTips tips(BackupId id) {
    return tips.getOrDefault(id, StoredTips.NONE);
  }

  /** On how many others it builds. */
  public int depth(Manifest manifest) {
    int depth = 0;
    Optional<BackupId> parent = manifest.parent();
    while (parent.isPresent()) {
      depth++;
      parent = parents.getOrDefault(parent.get(), Optional.empty());
    }
    return depth;
  }
}
