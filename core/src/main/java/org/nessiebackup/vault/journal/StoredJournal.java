package org.nessiebackup.vault.journal;

import java.time.Instant;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.nessiebackup.EpochId;
import org.nessiebackup.store.StoredObject;
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

  /** Those among some objects, by their epochs, whether or not these have a document. */
  public static NavigableMap<EpochId, StoredJournal> among(Collection<StoredObject> objects) {
    NavigableMap<EpochId, StoredJournal> stored = new TreeMap<>();
    for (StoredObject object : objects) {
      Optional<EpochId> begun = Layout.ofEpoch(object.name());
      Optional<EpochId> of = begun.or(() -> Layout.epochOf(object.name()));
      OptionalLong number = Layout.numberOfJournalFile(object.name());
      StoredJournal one =
          new StoredJournal(
              begun.isPresent(), number.isPresent() ? 1 : 0, object.size(), object.modified());
      of.ifPresent(id -> stored.merge(id, one, StoredJournal::plus));
    }
    return stored;
  }

  private StoredJournal plus(StoredJournal other) {
    return new StoredJournal(
        begun || other.begun,
        files + other.files,
        bytes + other.bytes,
        newest.isAfter(other.newest) ? newest : other.newest);
  }
}
