/** Lets a Nessie on Kubernetes begin with an empty catalog, its stop and start included. */
package org.nessiebackup.kubernetes.reset;
