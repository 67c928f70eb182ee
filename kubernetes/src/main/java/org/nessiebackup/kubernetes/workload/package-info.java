/**
 * The workload that runs Nessie, and what surrounds it in its namespace: finds it, scales it,
 * pauses CronJobs, emits events, and keeps the checkpoint of an exchange on it.
 *
 * <p>Nothing here touches a database. Each class is one part of a larger operation, and each leaves
 * the cluster so that the same part can be done again after the process was killed.
 */
package org.nessiebackup.kubernetes.workload;
