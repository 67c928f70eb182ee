package org.nessiebackup.kubernetes.api;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.Permissions;
import org.nessiebackup.kubernetes.workload.Pods;
import org.nessiebackup.kubernetes.workload.Workload;
import org.nessiebackup.kubernetes.workload.WorkloadName;
import org.nessiebackup.kubernetes.workload.Workloads;

/** Through the API server, which forwards to a pod that is ready. */
final class PodProxyTransport implements ApiClient {
  private final Cluster cluster;
  private final WorkloadName name;

  PodProxyTransport(Cluster cluster, WorkloadName name) {
    this.cluster = cluster;
    this.name = name;
  }

  @Override
  public String get(String path) {
    Workload workload = new Workloads(cluster).read(name);
    String pod =
        new Pods(cluster)
            .ready(workload)
            .orElseThrow(() -> failure("no pod of \"%s\" is ready".formatted(name), null));
    String uri =
        "/api/v1/namespaces/%s/pods/%s:%d/proxy/%s"
            .formatted(name.namespace(), pod, workload.port(), path);
    String answer;
    try {
      answer = cluster.client().raw(uri);
    } catch (KubernetesClientException e) {
      throw translate(e, pod);
    }
    if (answer == null) {
      throw failure("the pod \"%s\" answers 404".formatted(pod), null);
    }
    return answer;
  }

  /**
   * What the pod answers and what the API server answers look alike. Only a refusal of the latter
   * has no use in being repeated.
   */
  private BackupException translate(KubernetesClientException e, String pod) {
    boolean refused =
        e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
            || e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
    return refused
        ? new BackupException(
            Failure.PERMISSION,
            "the pod \"%s\" cannot be asked through the API server: it answers %d"
                .formatted(pod, e.getCode()),
            "Allow this: %s. If Nessie itself wants a token, give --nessie-url and"
                    .formatted(Permissions.rules(ApiAccess.POD_PROXY.permissions()).getFirst())
                + " --nessie-token-file.",
            e)
        : failure("the pod \"%s\" answers %d: %s".formatted(pod, e.getCode(), e.getMessage()), e);
  }

  private static BackupException failure(String message, Exception cause) {
    return new BackupException(Failure.NESSIE, message, null, cause);
  }
}
