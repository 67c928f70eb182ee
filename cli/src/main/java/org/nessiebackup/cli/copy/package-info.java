/** {@code copy}. */
package org.nessiebackup.cli.copy;
