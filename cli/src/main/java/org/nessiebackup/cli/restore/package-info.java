/**
 * {@code restore}, {@code undo} and {@code reset}, with Nessie stopped by somebody else or on
 * Kubernetes.
 */
package org.nessiebackup.cli.restore;
