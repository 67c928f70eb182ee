/** The rows of a backup, whichever backups of its chain they are stored in. */
package org.nessiebackup.vault.rows;
