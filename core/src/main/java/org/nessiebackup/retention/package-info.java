/**
 * Decides which backups stay, and removes the others and the garbage that killed processes leave.
 */
package org.nessiebackup.retention;
