/**
 * Nessie on Kubernetes: finds its workload, stops and starts it, remembers on the workload itself
 * how it was, keeps two restores apart, and asks Nessie's API what it serves. Sole owner of the
 * client library.
 *
 * <p>Nothing here touches a database. Each class is one part of a larger operation, and each leaves
 * the cluster so that the same part can be done again after the process was killed.
 */
package org.nessiebackup.kubernetes;
