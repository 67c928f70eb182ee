/**
 * A bucket of Google Cloud Storage as a store. Sole owner of Google's libraries.
 *
 * <p>A small object is one request, a larger one a resumable upload whose last request publishes
 * it; both carry the condition that the name has no generation yet, which this server always keeps.
 */
package org.nessiebackup.store.gcs;
