package org.nessiebackup.kubernetes;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** Through the API server, which forwards to a pod that is ready. */
final class PodProxyRoute implements NessieRoute {
  private final Cluster cluster;
  private final WorkloadName name;

  PodProxyRoute(Cluster cluster, WorkloadName name) {
    this.cluster = cluster;
    this.name = name;
  }

  @Override
  public String get(String path) {
    Workload workload = new Workloads(cluster).read(name);
    Pod pod =
        new Pods(cluster)
            .ready(workload)
            .orElseThrow(() -> failure("no pod of \"%s\" is ready".formatted(name), null));
    String uri =
        "/api/v1/namespaces/%s/pods/%s:%d/proxy/%s"
            .formatted(name.namespace(), pod.getMetadata().getName(), workload.port(), path);
    String answer;
    try {
      answer = cluster.client().raw(uri);
    } catch (KubernetesClientException e) {
      throw translate(e, pod.getMetadata().getName());
    }
    if (answer == null) {
      throw failure("the pod \"%s\" answers 404".formatted(pod.getMetadata().getName()), null);
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
                    .formatted(Permissions.rules(NessieWay.POD_PROXY.permissions()).getFirst())
                + " --nessie-token-file.",
            e)
        : failure("the pod \"%s\" answers %d: %s".formatted(pod, e.getCode(), e.getMessage()), e);
  }

  private static BackupException failure(String message, Exception cause) {
    return new BackupException(Failure.NESSIE, message, null, cause);
  }
}
