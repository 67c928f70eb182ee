/**
 * Looks whether everything a backup and a restore need is there, and says what to do where it is
 * not.
 */
package org.nessiebackup.check;
