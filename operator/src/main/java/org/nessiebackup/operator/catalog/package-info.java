/**
 * A {@code NessieCatalog}: the objects that it is made of in the cluster, and what the Jobs of its
 * schedules have said.
 */
package org.nessiebackup.operator.catalog;
