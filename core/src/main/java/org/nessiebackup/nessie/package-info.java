/**
 * What Nessie keeps where: which tables make a catalog. Knows Nessie, not SQL; sole owner of the
 * Nessie libraries, should it need them.
 */
package org.nessiebackup.nessie;
