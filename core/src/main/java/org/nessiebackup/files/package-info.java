/**
 * Says whether the files that a catalog points to are there: of a backup this tells which tables
 * would be broken after its restore. Asks whoever keeps the files, and changes nothing.
 *
 * <p>What could not be asked for is told apart from what is missing, and never counts as there.
 */
package org.nessiebackup.files;
