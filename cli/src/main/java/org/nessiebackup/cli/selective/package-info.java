/** {@code restore-ref} and {@code restore-table}, which go through a running Nessie. */
package org.nessiebackup.cli.selective;
