package org.nessiebackup.selective;

import java.time.Instant;
import java.util.Optional;
import org.nessiebackup.catalog.CatalogOrigin;

/**
 * What is to be brought back.
 *
 * @param backup an id, or {@code latest}
 * @param reference the name of a branch or tag in the backup
 * @param as the name it is to have now; its own if absent
 * @param point which of its states
 * @param repository the Nessie repository; found if absent
 * @param catalog which catalog of the database; found if absent
 * @param jobs how many threads read the backup
 */
public record ReferenceRestoreOptions(
    String backup,
    String reference,
    Optional<String> as,
    Point point,
    Optional<String> repository,
    CatalogOrigin.Live catalog,
    int jobs) {

  /** Which state of a reference. */
  public sealed interface Point {
    /** Where it was at the moment of the backup. */
    record Head() implements Point {}

    /**
     * A commit that it had, now or before it was moved.
     *
     * @param id the begin of its id, hexadecimal
     */
    record Commit(String id) implements Point {}

    /**
     * Where it was at a moment: its newest commit that is not younger.
     *
     * @param moment the moment
     */
    record Time(Instant moment) implements Point {}
  }

  /** The name it is to have. */
  public String name() {
    return as.orElse(reference);
  }
}
