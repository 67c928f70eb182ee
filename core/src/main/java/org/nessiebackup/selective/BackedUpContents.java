package org.nessiebackup.selective;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.catalog.RepositoryReader;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.ObjectId;

/** What keys held in a backup, as of a commit. */
record BackedUpContents(RepositoryReader reader, SortedMap<ContentKey, IndexEntry> keys) {

  /**
   * The keys that are meant by some: each of them, and what is in it.
   *
   * @throws BackupException {@link Failure#USAGE} if there is nothing of that name
   */
  Set<ContentKey> within(List<ContentKey> wanted) {
    Set<ContentKey> found = new TreeSet<>();
    for (ContentKey each : wanted) {
      List<ContentKey> some = keys.keySet().stream().filter(key -> key.isWithin(each)).toList();
      if (some.isEmpty()) {
        throw Failure.USAGE.exception(
            "there is no table, view or namespace \"%s\" in this state of the backup"
                .formatted(each),
            "`nessie-backup ls` lists what there is; names are told apart by upper and lower"
                + " case.");
      }
      found.addAll(some);
    }
    return found;
  }

  /** The namespaces above some keys, as far as they are there. */
  Set<ContentKey> above(Collection<ContentKey> below) {
    Set<ContentKey> above = new TreeSet<>();
    for (ContentKey key : below) {
      for (int length = 1; length < key.elements().size(); length++) {
        above.add(new ContentKey(key.elements().subList(0, length)));
      }
    }
    return above;
  }

  /** What some keys held; those that held nothing are left out. */
  SortedMap<ContentKey, NessieContent> read(Collection<ContentKey> wanted) {
    SortedMap<ContentKey, ObjectId> values = new TreeMap<>();
    for (ContentKey key : wanted) {
      Optional.ofNullable(keys.get(key))
          .flatMap(IndexEntry::value)
          .ifPresent(value -> values.put(key, value));
    }
    Map<ObjectId, NessieContent> read = reader.contents(values.values());
    SortedMap<ContentKey, NessieContent> contents = new TreeMap<>();
    values.forEach((key, value) -> contents.put(key, read.get(value)));
    return contents;
  }
}
