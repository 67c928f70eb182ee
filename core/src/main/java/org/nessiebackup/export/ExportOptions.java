package org.nessiebackup.export;

import java.util.Optional;
import org.nessiebackup.catalog.CatalogOrigin;

/**
 * What to export, and how.
 *
 * @param source where the rows come from
 * @param format what is written
 */
public record ExportOptions(CatalogOrigin source, Format format) {
  /** What is written. */
  public sealed interface Format {
    /**
     * A plain SQL dump of all rows, which psql restores.
     *
     * @param inserts INSERT statements instead of COPY
     */
    record Sql(boolean inserts) implements Format {}

    /**
     * A zip file of one Nessie repository, which Nessie's own tool imports into any of its stores.
     *
     * @param repository the Nessie repository; if absent, the only one, or the one whose id is
     *     empty
     * @param jobs how many threads read
     */
    record NessieZip(Optional<String> repository, int jobs) implements Format {}
  }
}
