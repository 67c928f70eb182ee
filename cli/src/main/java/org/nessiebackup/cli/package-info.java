/**
 * The program: reads arguments, runs a command, turns whatever happens into an exit status. The
 * only place where all exceptions are caught.
 */
package org.nessiebackup.cli;
