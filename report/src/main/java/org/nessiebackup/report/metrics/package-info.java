/**
 * What Prometheus is told, whoever tells it: names, values, the text format, and which values a
 * report has.
 */
package org.nessiebackup.report.metrics;
