/** The way to the API of a Nessie on Kubernetes: by an address, its Service, or the API server. */
package org.nessiebackup.kubernetes.api;
