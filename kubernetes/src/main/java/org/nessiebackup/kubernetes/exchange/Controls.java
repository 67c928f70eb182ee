package org.nessiebackup.kubernetes.exchange;

import org.nessiebackup.kubernetes.Cluster;
import org.nessiebackup.kubernetes.ClusterEvents;
import org.nessiebackup.kubernetes.CronJobs;
import org.nessiebackup.kubernetes.Scaling;
import org.nessiebackup.kubernetes.ScalingTerms;
import org.nessiebackup.kubernetes.Workloads;

/**
 * The hands on one workload, by one connection.
 *
 * @param workloads reads it
 * @param scaling stops and starts it
 * @param cronJobs pauses what works beside it
 * @param events tells on it what happens
 */
record Controls(Workloads workloads, Scaling scaling, CronJobs cronJobs, ClusterEvents events) {
  static Controls of(Cluster cluster, ScalingTerms terms) {
    return new Controls(
        new Workloads(cluster),
        new Scaling(cluster, terms),
        new CronJobs(cluster),
        new ClusterEvents(cluster));
  }
}
