/**
 * What Prometheus is told: names, values, the text format, the file and the gateway where it lies.
 */
package org.nessiebackup.cli.metrics;
