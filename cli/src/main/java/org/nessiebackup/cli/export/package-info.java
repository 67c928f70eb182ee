/** {@code export}, to a file or to standard output. */
package org.nessiebackup.cli.export;
