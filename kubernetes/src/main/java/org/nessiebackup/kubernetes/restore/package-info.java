/**
 * Restores a backup into the catalog of a Nessie on Kubernetes, Nessie's stop and start included.
 */
package org.nessiebackup.kubernetes.restore;
