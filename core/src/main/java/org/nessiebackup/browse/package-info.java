/**
 * Looks into backups, and into the live catalog in the same words: references, logs, keys,
 * contents, and what differs between two moments. Restores nothing and writes nothing.
 */
package org.nessiebackup.browse;
