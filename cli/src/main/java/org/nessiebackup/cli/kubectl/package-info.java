/**
 * The plugin of kubectl: commands that run in the cluster, in pods of the installation there, and
 * those that exchange a catalog, which run here.
 */
package org.nessiebackup.cli.kubectl;
