/**
 * What is installed on a cluster: the chart, rendered by Helm itself and checked against the
 * schemas of Kubernetes; the manifests made of it; and the image's layout, which runs.
 */
package org.nessiebackup.deploy;
