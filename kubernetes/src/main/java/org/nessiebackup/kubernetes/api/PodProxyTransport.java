package org.nessiebackup.kubernetes.api;

import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.PodProxy;
import org.nessiebackup.kubernetes.workload.Pods;
import org.nessiebackup.kubernetes.workload.Workload;
import org.nessiebackup.kubernetes.workload.WorkloadName;
import org.nessiebackup.kubernetes.workload.Workloads;
import org.nessiebackup.nessieapi.Transport;

/** Through the API server, which forwards to a pod that is ready. */
record PodProxyTransport(Cluster cluster, WorkloadName name) implements Transport {
  @Override
  public String get(String path) {
    return send("GET", path, null);
  }

  @Override
  public String post(String path, String json) {
    return send("POST", path, json);
  }

  private String send(String method, String path, String body) {
    Workload workload = new Workloads(cluster).read(name);
    String pod =
        new Pods(cluster)
            .ready(workload)
            .orElseThrow(
                () -> Failure.NESSIE.exception("no pod of \"%s\" is ready".formatted(name)));
    return new PodProxy(cluster).send(method, pod, workload.template().port(), path, body);
  }
}
