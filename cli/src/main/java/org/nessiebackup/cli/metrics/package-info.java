/** Where metrics lie until Prometheus fetches them: a file, a gateway. */
package org.nessiebackup.cli.metrics;
