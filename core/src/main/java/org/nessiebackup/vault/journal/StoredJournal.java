package org.nessiebackup.vault.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.nessiebackup.EpochId;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.vault.object.FolderTotals;
import org.nessiebackup.vault.object.Layout;

/**
 * What lies in the vault of an epoch, as a listing says.
 *
 * @param begun whether there is a document of it
 * @param files how many files
 * @param bytes the size of all objects
 * @param newest when something was last added, by the store's clock
 */
public record StoredJournal(boolean begun, long files, long bytes, Instant newest) {
  /** Nothing. */
  public static final StoredJournal NONE = new StoredJournal(false, 0, 0, Instant.MIN);

  /**
   * What there is, by epochs, whether or not these have a document.
   *
   * @param documents where epochs are said to begin
   * @param folders their files
   */
  public static NavigableMap<EpochId, StoredJournal> in(
      Collection<StoredObject> documents, Map<String, FolderTotals> folders) {
    NavigableMap<EpochId, StoredJournal> stored = new TreeMap<>();
    for (StoredObject document : documents) {
      Layout.ofEpoch(document.name())
          .ifPresent(
              epoch ->
                  stored.put(
                      epoch, new StoredJournal(true, 0, document.size(), document.modified())));
    }
    folders.forEach(
        (name, totals) -> {
          if (totals.objects() > 0) {
            Layout.epochOf(name)
                .ifPresent(epoch -> stored.merge(epoch, of(totals), StoredJournal::plus));
          }
        });
    return stored;
  }

  private static StoredJournal of(FolderTotals totals) {
    return new StoredJournal(false, totals.documents(), totals.bytes(), totals.newest());
  }

  private StoredJournal plus(StoredJournal other) {
    return new StoredJournal(
        begun || other.begun,
        files + other.files,
        bytes + other.bytes,
        newest.isAfter(other.newest) ? newest : other.newest);
  }
}
