/** Which moments can be restored: backups, and tips upon them. */
package org.nessiebackup.vault.point;
