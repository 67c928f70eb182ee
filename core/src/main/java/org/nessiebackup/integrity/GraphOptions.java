package org.nessiebackup.integrity;

import org.nessiebackup.catalog.CatalogOrigin;

/**
 * Which catalog on the server to check.
 *
 * @param catalog which one
 * @param jobs how many threads read objects, at least one
 */
public record GraphOptions(CatalogOrigin.Live catalog, int jobs) {}
