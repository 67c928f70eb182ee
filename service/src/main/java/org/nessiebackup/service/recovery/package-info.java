/**
 * Something is broken: which change did it, what is the last good point before it, and which
 * command brings it back. Looks by the commands that people look with, and starts what it has
 * planned as a run.
 */
package org.nessiebackup.service.recovery;
