/**
 * What Nessie keeps where: which tables make a catalog, what is in their rows, and whether all of
 * it hangs together. Knows Nessie, not SQL; sole owner of the Nessie libraries. Who uses {@link
 * org.nessiebackup.nessie.StoreType} or {@link org.nessiebackup.nessie.NessieReference} alone loads
 * none of them.
 */
package org.nessiebackup.nessie;
