/**
 * Runs: command lines that the service executes for its catalogs, when a schedule or a person asks.
 * A catalog has at most one writer at a time; what waits is in a queue. What a command line does,
 * and how it is executed, is somebody else's: this package knows its words, messages and exit
 * status only.
 */
package org.nessiebackup.service.run;
