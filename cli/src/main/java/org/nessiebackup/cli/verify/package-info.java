/** {@code verify}, and how findings in a catalog are shown. */
package org.nessiebackup.cli.verify;
