/**
 * A catalog's tables on a server: finding and describing them, locking them against a second
 * command, reading all or what has changed in one snapshot, and adding rows. Knows SQL, not Nessie.
 */
package org.nessiebackup.tables;
