/** Tells others how a run went: metrics, notifications, heartbeats, the container's last words. */
package org.nessiebackup.cli.monitoring;
