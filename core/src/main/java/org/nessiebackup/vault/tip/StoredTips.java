package org.nessiebackup.vault.tip;

import java.time.Instant;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.nessiebackup.BackupId;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.object.Layout;

/**
 * What lies in the folder of a backup's tips, as a listing says.
 *
 * @param count how many tips
 * @param last the greatest number; 0 if there are no tips
 * @param bytes the size of all objects
 * @param newest when something was last added, by the store's clock
 */
public record StoredTips(long count, long last, long bytes, Instant newest) {
  /** Nothing. */
  public static final StoredTips NONE = new StoredTips(0, 0, 0, Instant.MIN);

  /** Those among some objects, by the backups that they build on, whether or not these exist. */
  public static NavigableMap<BackupId, StoredTips> among(Collection<StoredObject> objects) {
    NavigableMap<BackupId, StoredTips> stored = new TreeMap<>();
    for (StoredObject object : objects) {
      Optional<BackupId> base = Layout.folderOf(Layout.TIPS, object.name());
      OptionalLong number = Layout.numberOfTip(object.name());
      StoredTips one =
          new StoredTips(
              number.isPresent() ? 1 : 0, number.orElse(0), object.size(), object.modified());
      base.ifPresent(id -> stored.merge(id, one, StoredTips::plus));
    }
    return stored;
  }

  private StoredTips plus(StoredTips other) {
    return new StoredTips(
        count + other.count,
        Math.max(last, other.last),
        bytes + other.bytes,
        newest.isAfter(other.newest) ? newest : other.newest);
  }
}
