/** A {@code NessieVault}: what the catalogs that use it have seen of it. */
package org.nessiebackup.operator.vault;
