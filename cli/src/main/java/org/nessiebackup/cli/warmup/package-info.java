/** {@code warm-up}, which the launcher records to start faster. */
package org.nessiebackup.cli.warmup;
