/**
 * Writes a catalog, from a backup or from the live tables, as a plain SQL dump that psql restores.
 */
package org.nessiebackup.export;
