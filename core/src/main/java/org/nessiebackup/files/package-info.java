/**
 * Says whether the files that a catalog points to are there: of a backup this shows which tables
 * would be broken after its restore. Asks whoever keeps the files, and changes nothing.
 *
 * <p>What could not be probed is kept apart from what is missing, and never counts as there.
 */
package org.nessiebackup.files;
