/** Which backups a vault has, in which order they were taken, and on which each builds. */
package org.nessiebackup.vault.backups;
