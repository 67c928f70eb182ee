/**
 * A cluster for tests: an API server that keeps objects as fabric8's mock server does, and behaves
 * in what that lacks as a real one; and a kubelet that runs real processes.
 */
package org.nessiebackup.kubernetes.testbed;
