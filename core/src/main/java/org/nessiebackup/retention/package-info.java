/**
 * Decides which backups stay, and removes the others and the rubbish that killed processes leave.
 */
package org.nessiebackup.retention;
