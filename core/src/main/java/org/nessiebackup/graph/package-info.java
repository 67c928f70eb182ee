/**
 * Proves that a catalog is whole: that everything its references lead to is there and is what it
 * was. The walk is {@link org.nessiebackup.nessie}'s, the rows come from {@link
 * org.nessiebackup.catalog}.
 */
package org.nessiebackup.graph;
