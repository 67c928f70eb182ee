package org.nessiebackup.catalog;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.EncodedIndex;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieObject.Commit;

/**
 * All keys as of a commit: those of the index beside it, over which those are laid that the commit
 * embeds. What is held in memory is the indexes as they are stored, some ten bytes for each key.
 */
public record Tree(Commit commit, List<EncodedIndex> beside) {
  /** Copies the list. */
  public Tree {
    beside = List.copyOf(beside);
  }

  /** The tables, views, namespaces and other contents that are there. */
  public NavigableMap<ContentKey, IndexEntry> keys() {
    return keys(key -> true);
  }

  /** The same of which the key is this one or lies below it. */
  public NavigableMap<ContentKey, IndexEntry> keys(ContentKey within) {
    return keys(key -> key.isWithin(within));
  }

  private NavigableMap<ContentKey, IndexEntry> keys(Predicate<ContentKey> wanted) {
    NavigableMap<ContentKey, IndexEntry> keys = new TreeMap<>();
    forEach(entry -> lay(keys, entry, wanted));
    return keys;
  }

  private static void lay(
      NavigableMap<ContentKey, IndexEntry> keys, IndexEntry entry, Predicate<ContentKey> wanted) {
    ContentKey key = entry.key();
    if (entry.isContent() && wanted.test(key)) {
      if (entry.action().present()) {
        keys.put(key, entry);
      } else {
        keys.remove(key);
      }
    }
  }

  private void forEach(Consumer<IndexEntry> consumer) {
    beside.forEach(index -> index.forEach(consumer));
    commit.index().forEach(consumer);
  }

  /** What is there under a key as stored, for those that are no contents. */
  public Optional<IndexEntry> findStored(String storedKey) {
    IndexEntry[] last = new IndexEntry[1];
    forEach(entry -> last[0] = entry.storedKey().equals(storedKey) ? entry : last[0]);
    return Optional.ofNullable(last[0]).filter(entry -> entry.action().present());
  }
}
