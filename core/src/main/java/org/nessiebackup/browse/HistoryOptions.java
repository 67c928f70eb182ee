package org.nessiebackup.browse;

import java.util.Optional;
import org.nessiebackup.nessie.ContentKey;

/**
 * Whose history to follow through the backups of a vault.
 *
 * @param key the table, view or namespace
 * @param reference a branch or tag; the default branch if absent
 * @param repository the Nessie repository; if absent, the only one, or the one whose id is empty
 * @param extent how far to go
 * @param jobs how many threads read
 */
public record HistoryOptions(
    ContentKey key,
    Optional<String> reference,
    Optional<String> repository,
    Extent extent,
    int jobs) {

  /**
   * How far to go.
   *
   * @param spans how many to show at most, the newest; 0 for all
   * @param each whether to look into every backup; otherwise older ones are looked into by halves,
   *     and those between two that say the same are believed to say it, too
   */
  public record Extent(int spans, boolean each) {
    /** Refuses a negative number. */
    public Extent {
      if (spans < 0) {
        throw new IllegalArgumentException("%d spans".formatted(spans));
      }
    }
  }
}
