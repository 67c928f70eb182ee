/**
 * What is to be in the cluster for a catalog: the objects that the chart makes of the same
 * settings, and Jobs that are made on demand. Pure functions; nothing here talks to a cluster.
 */
package org.nessiebackup.operator.template;
