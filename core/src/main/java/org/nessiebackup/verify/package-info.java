/** Says whether backups are whole, from the stored bytes alone. */
package org.nessiebackup.verify;
