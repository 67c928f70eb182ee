package org.nessiebackup.vault.tip;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.nessiebackup.BackupId;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.object.FolderTotals;
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

  /** Those in some folders, by the backups that they build on, whether or not these exist. */
  public static NavigableMap<BackupId, StoredTips> in(Map<String, FolderTotals> folders) {
    NavigableMap<BackupId, StoredTips> stored = new TreeMap<>();
    folders.forEach(
        (name, totals) -> {
          if (totals.objects() > 0) {
            Layout.baseOf(name).ifPresent(base -> stored.put(base, of(totals)));
          }
        });
    return stored;
  }

  static StoredTips of(FolderTotals totals) {
    return new StoredTips(
        totals.documents(),
        totals
            .last()
            .map(StoredObject::name)
            .map(Layout::numberOfTip)
            .map(OptionalLong::getAsLong)
            .orElse(0L),
        totals.bytes(),
        totals.newest());
  }
}
