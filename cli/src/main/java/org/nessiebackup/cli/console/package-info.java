/**
 * What users and machines get to see: results as text or JSON, progress, warnings, errors,
 * questions. Data goes to standard output, everything else to standard error.
 */
package org.nessiebackup.cli.console;
