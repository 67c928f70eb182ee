/**
 * Runs commands in the cluster, in pods like those that the installation's CronJobs start: with
 * their volumes, settings and keys, and with no right but theirs.
 */
package org.nessiebackup.kubernetes.job;
