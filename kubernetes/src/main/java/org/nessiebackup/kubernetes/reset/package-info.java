/** Lets a Nessie on Kubernetes begin anew, its stop and start included. */
package org.nessiebackup.kubernetes.reset;
