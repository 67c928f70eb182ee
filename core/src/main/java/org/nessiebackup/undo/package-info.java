/**
 * Takes a restore back by swapping the kept tables in again, and releases kept tables when nobody
 * needs them.
 */
package org.nessiebackup.undo;
