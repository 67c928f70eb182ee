package org.nessiebackup.references;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nessiebackup.nessie.NessieReference;

/**
 * The references of a catalog.
 *
 * @param repositories those of each Nessie repository, by its id, which is empty for most
 */
public record ReferencesReport(NavigableMap<String, NavigableSet<NessieReference>> repositories) {
  /** Takes its own copies. */
  public ReferencesReport {
    NavigableMap<String, NavigableSet<NessieReference>> copies = new TreeMap<>();
    repositories.forEach(
        (id, references) ->
            copies.put(id, Collections.unmodifiableNavigableSet(new TreeSet<>(references))));
    repositories = Collections.unmodifiableNavigableMap(copies);
  }

  /** The references of one Nessie repository; none if there is no such. */
  public NavigableSet<NessieReference> of(String repository) {
    return repositories.getOrDefault(repository, Collections.emptyNavigableSet());
  }

  /** How many there are in all. */
  public int count() {
    return repositories.values().stream().mapToInt(NavigableSet::size).sum();
  }
}
