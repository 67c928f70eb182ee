package org.nessiebackup.graph;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.BackupId;
import org.nessiebackup.nessie.RepositoryResult;
import org.nessiebackup.nessie.StoreType;

/**
 * What came of checking a catalog.
 *
 * @param source which catalog, for people
 * @param backup the backup, if it is one
 * @param stateOf as of when its rows are
 * @param storeType of which type it is
 * @param checked whether it was checked at all: catalogs of store type JDBC cannot be
 * @param repositories one for each Nessie repository in it, by name
 */
public record GraphReport(
    String source,
    Optional<BackupId> backup,
    Instant stateOf,
    StoreType storeType,
    boolean checked,
    List<RepositoryResult> repositories) {

  /** Copies the list. */
  public GraphReport {
    repositories = List.copyOf(repositories);
  }

  /** How much is wrong. */
  public long findingCount() {
    return repositories.stream().mapToLong(RepositoryResult::findingCount).sum();
  }

  /** Whether nothing is known to be wrong. */
  public boolean sound() {
    return findingCount() == 0;
  }
}
