/**
 * The API server of a cluster: the connection, its errors and attempts, permissions, and objects of
 * any kind as JSON.
 */
package org.nessiebackup.kubernetes.cluster;
