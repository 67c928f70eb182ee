package org.nessiebackup.kubernetes.api;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What Nessie says of itself.
 *
 * @param defaultBranch the branch that clients get if they ask for none
 * @param specification the version of its API's specification; empty for old servers
 * @param references all branches and tags, by name
 */
public record NessieAnswer(
    String defaultBranch, String specification, SortedMap<String, NessieReference> references) {
  /** Copies the references. */
  public NessieAnswer {
    references = Collections.unmodifiableSortedMap(new TreeMap<>(references));
  }
}
