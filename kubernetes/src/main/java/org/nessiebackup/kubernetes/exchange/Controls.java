package org.nessiebackup.kubernetes.exchange;

import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.workload.ClusterEvents;
import org.nessiebackup.kubernetes.workload.CronJobs;
import org.nessiebackup.kubernetes.workload.ScaleTimeouts;
import org.nessiebackup.kubernetes.workload.Scaler;
import org.nessiebackup.kubernetes.workload.Workloads;

/**
 * What works on a workload, by one connection.
 *
 * @param workloads reads it
 * @param scaler stops and starts it
 * @param cronJobs pauses what works beside it
 * @param events emits what happens to it
 */
record Controls(Workloads workloads, Scaler scaler, CronJobs cronJobs, ClusterEvents events) {
  static Controls of(Cluster cluster, ScaleTimeouts timeouts) {
    return new Controls(
        new Workloads(cluster),
        new Scaler(cluster, timeouts),
        new CronJobs(cluster),
        new ClusterEvents(cluster));
  }
}
