/** A {@code NessieBackup}: one Job that backs up, and what has come of it. */
package org.nessiebackup.operator.backup;
