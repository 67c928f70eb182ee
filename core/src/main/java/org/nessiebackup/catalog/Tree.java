package org.nessiebackup.catalog;

import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.EncodedIndex;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieObject.Commit;

/**
 * All keys as of a commit: those of the index beside it, over which those are laid that the commit
 * embeds. What is held in memory is the indexes as they are stored, some ten bytes for each key.
 */
public final class Tree {
  private final Commit commit;
  private final List<EncodedIndex> beside;

  Tree(Commit commit, List<EncodedIndex> beside) {
    this.commit = commit;
    this.beside = List.copyOf(beside);
  }

  /** The commit. */
  public Commit commit() {
    return commit;
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
    beside.forEach(index -> index.forEach(entry -> lay(keys, entry, wanted)));
    commit.index().forEach(entry -> lay(keys, entry, wanted));
    return keys;
  }

  private static void lay(
      NavigableMap<ContentKey, IndexEntry> keys, IndexEntry entry, Predicate<ContentKey> wanted) {
    if (!entry.isContent()) {
      return;
    }
    ContentKey key = entry.key();
    if (!wanted.test(key)) {
      return;
    }
    if (entry.action().present()) {
      keys.put(key, entry);
    } else {
      keys.remove(key);
    }
  }

  /** What is there under a key. */
  public Optional<IndexEntry> find(ContentKey key) {
    return Optional.ofNullable(keys(key::equals).get(key));
  }

  /** What is there under a key as stored, for those that are no contents. */
  public Optional<IndexEntry> findStored(String storedKey) {
    IndexEntry[] last = new IndexEntry[1];
    for (EncodedIndex index : beside) {
      index.forEach(entry -> last[0] = entry.storedKey().equals(storedKey) ? entry : last[0]);
    }
    commit
        .index()
        .forEach(entry -> last[0] = entry.storedKey().equals(storedKey) ? entry : last[0]);
    return Optional.ofNullable(last[0]).filter(entry -> entry.action().present());
  }
}
