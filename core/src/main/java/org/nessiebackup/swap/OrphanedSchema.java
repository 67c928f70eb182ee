package org.nessiebackup.swap;

import org.nessiebackup.properties.Dependents;

/**
 * A staging schema whose restore did not end. The next restore of its catalog removes it, if it
 * can.
 *
 * @param schema the schema
 * @param owner its owner
 * @param owned whether our role has the rights of the owner
 * @param dependents what others have built on it
 */
public record OrphanedSchema(String schema, String owner, boolean owned, Dependents dependents) {
  /** Whether our role can remove it, and nothing is in the way. */
  public boolean removable() {
    return owned && dependents.isEmpty();
  }

  /** Why it cannot be removed, and by what it can be. */
  public String reason() {
    return dependents.isEmpty()
        ? "only its owner \"%s\" or a superuser can remove it".formatted(owner)
        : "others have built on it: " + dependents.summary();
  }
}
