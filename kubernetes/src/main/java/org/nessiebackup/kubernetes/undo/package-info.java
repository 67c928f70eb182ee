/**
 * Takes the last restore, undo or reset back for a Nessie on Kubernetes, its stop and start
 * included.
 */
package org.nessiebackup.kubernetes.undo;
