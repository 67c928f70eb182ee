/**
 * Promotes a replica for two Nessies on Kubernetes: the primary's is stopped, the replica's started
 * and asked.
 */
package org.nessiebackup.kubernetes.promotion;
