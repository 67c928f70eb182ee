/** {@code prune} and {@code keep}. */
package org.nessiebackup.cli.retention;
