/**
 * What has become reachable since a backup, in small signed documents that follow on each other:
 * read with every check, and written.
 */
package org.nessiebackup.vault.tip;
