package org.nessiebackup.drill;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.catalog.RepositoryReader;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.NessieReference;
import org.nessiebackup.nessie.ObjectId;

/**
 * What the restored rows say, read by ourselves as of a moment at which no Nessie had touched them:
 * that with which its answers are compared.
 *
 * @param reader reads one Nessie repository
 */
record RestoredRows(RepositoryReader reader) {
  /** The ids of the newest commits of a reference, newest first. */
  List<String> log(NessieReference reference, int most) {
    return reader.log(ObjectId.of(reference.hash()), most, 0, commit -> commit.id().hex());
  }

  /** The keys of a reference; some hundred bytes of memory for each. */
  Map<ContentKey, IndexEntry> keys(NessieReference reference) {
    ObjectId head = ObjectId.of(reference.hash());
    return head.equals(ObjectId.EMPTY) ? Map.of() : reader.tree(head).keys();
  }

  /** The contents of some keys. */
  Map<ContentKey, NessieContent> contents(Map<ContentKey, IndexEntry> keys) {
    Map<ContentKey, ObjectId> values = new HashMap<>();
    keys.forEach((key, entry) -> entry.value().ifPresent(value -> values.put(key, value)));
    Map<ObjectId, NessieContent> found = reader.contents(new ArrayList<>(values.values()));
    Map<ContentKey, NessieContent> contents = new HashMap<>();
    values.forEach(
        (key, value) ->
            Optional.ofNullable(found.get(value)).ifPresent(content -> contents.put(key, content)));
    return contents;
  }
}
