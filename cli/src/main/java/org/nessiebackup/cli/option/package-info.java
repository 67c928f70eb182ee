/**
 * Options that several commands share, and the rules by which settings are found: the option, then
 * its environment variable, then the names users have already set for other programs.
 */
package org.nessiebackup.cli.option;
