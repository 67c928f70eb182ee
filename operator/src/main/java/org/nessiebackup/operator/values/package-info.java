/**
 * The settings of a catalog: the chart's own values, with what a NessieCatalog and its NessieVault
 * say laid over them, checked.
 */
package org.nessiebackup.operator.values;
