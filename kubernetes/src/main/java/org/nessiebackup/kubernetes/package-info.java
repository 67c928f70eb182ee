/**
 * Nessie on Kubernetes. The packages below have the parts: {@code cluster}, {@code workload},
 * {@code lease} and {@code api} own the client library; {@code exchange} and the operations put
 * them together with those of core.
 */
package org.nessiebackup.kubernetes;
