/** {@code journal} and its commands, and {@code mark}. */
package org.nessiebackup.cli.journal;
