/**
 * Looks whether backups are made on Kubernetes, and whether a restore would find what it needs: the
 * CronJob, what it mounts and refers to, the database as it reaches it, Nessie itself. Runs a
 * backup now, if asked.
 *
 * <p>It judges only; what an object of the cluster says comes from the package above. Values of
 * Secrets are read for the connection, and stand in no item.
 */
package org.nessiebackup.kubernetes.check;
