/**
 * The kinds of resources by which a catalog's protection is declared, and what is said of them. The
 * specs of vaults and catalogs are sections of the chart's values, so they are trees here, and
 * {@code template} gives them types; the definitions for Kubernetes are made from these classes and
 * from the chart, see docs/operator.md.
 */
package org.nessiebackup.operator.resource;
