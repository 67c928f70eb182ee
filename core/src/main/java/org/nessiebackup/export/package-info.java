/**
 * Writes a catalog, from a backup or from the live tables, for others: as a plain SQL dump that
 * psql restores, or in the export format of Nessie itself.
 */
package org.nessiebackup.export;
