package org.nessiebackup.service.fleet;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.status.StatusOptions;

/**
 * What is known of a catalog at one moment.
 *
 * @param catalog its name
 * @param vault what was read of its vault last; absent before that was possible once
 * @param trouble why its vault cannot be read now; absent if it can
 * @param database what is known of its database
 * @param thresholds from when on something is too old
 */
public record CatalogState(
    String catalog,
    Optional<VaultKnowledge> vault,
    Optional<Trouble> trouble,
    DatabaseState database,
    StatusOptions thresholds) {
  /**
   * What is known of a database, as far as runs say it.
   *
   * @param reached when a run has worked with it last
   * @param trouble why the last one could not
   */
  public record DatabaseState(Optional<Instant> reached, Optional<Trouble> trouble) {
    /** Nothing yet. */
    public static final DatabaseState UNKNOWN =
        new DatabaseState(Optional.empty(), Optional.empty());
  }

  /** As of when its vault is known. */
  public Optional<Instant> asOf() {
    return vault.map(VaultKnowledge::asOf);
  }
}
