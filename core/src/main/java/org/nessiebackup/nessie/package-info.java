/**
 * What Nessie keeps where: which tables make a catalog, what is in their rows, and whether an
 * object's id is the hash of what it holds. Knows Nessie, not SQL; sole owner of the Nessie
 * libraries. Who uses {@link org.nessiebackup.nessie.StoreType} or {@link
 * org.nessiebackup.nessie.NessieReference} alone loads none of them.
 */
package org.nessiebackup.nessie;
