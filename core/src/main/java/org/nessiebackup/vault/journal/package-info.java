/**
 * What every transaction has changed in a catalog, in small signed documents that follow on each
 * other: read with every check, and written.
 */
package org.nessiebackup.vault.journal;
