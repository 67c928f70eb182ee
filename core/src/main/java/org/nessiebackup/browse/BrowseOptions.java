package org.nessiebackup.browse;

import java.util.Optional;
import org.nessiebackup.catalog.CatalogOrigin;

/**
 * Which catalog to look into.
 *
 * @param origin where it is
 * @param repository the Nessie repository; if absent, the only one, or the one whose id is empty
 * @param jobs how many threads read
 */
public record BrowseOptions(CatalogOrigin origin, Optional<String> repository, int jobs) {}
