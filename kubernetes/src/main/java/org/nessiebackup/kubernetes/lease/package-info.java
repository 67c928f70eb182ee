/** The lease of a workload, which keeps two exchanges of one catalog apart. */
package org.nessiebackup.kubernetes.lease;
