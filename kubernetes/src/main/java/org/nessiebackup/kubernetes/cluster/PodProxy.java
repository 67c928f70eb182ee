package org.nessiebackup.kubernetes.cluster;

import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;

/** The API server as a proxy: it forwards requests to pods. */
public record PodProxy(Cluster cluster) {
  /** What that needs to be allowed. */
  public static List<Permission> permissions() {
    return List.of(new Permission("", "pods/proxy", "get"));
  }

  /**
   * The body of an answer. Nothing is repeated.
   *
   * @param path path and query, without a slash at the beginning
   * @param body of the request; null for none
   * @throws BackupException {@link Failure#NESSIE} if the pod does not answer, or not with 200;
   *     {@link Failure#PERMISSION} if the API server forbids it
   */
  public String send(String method, String pod, int port, String path, String body) {
    String uri =
        "/api/v1/namespaces/%s/pods/%s:%d/proxy/%s".formatted(cluster.namespace(), pod, port, path);
    String answer;
    try {
      answer = cluster.client().raw(uri, method, body);
    } catch (KubernetesClientException e) {
      throw translate(e, pod);
    }
    if (answer == null) {
      throw failure(pod, "404", null);
    }
    return answer;
  }

  /**
   * What the pod answers and what the API server answers look alike. Only a refusal of the latter
   * has no use in being repeated.
   */
  private static BackupException translate(KubernetesClientException e, String pod) {
    boolean refused =
        e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
            || e.getCode() == HttpURLConnection.HTTP_UNAUTHORIZED;
    return refused
        ? Failure.PERMISSION.exception(
            "the pod \"%s\" cannot be asked through the API server: it answers %d"
                .formatted(pod, e.getCode()),
            "Allow this: %s. If Nessie itself wants a token, give --nessie-url and"
                    .formatted(Permissions.rules(permissions()).getFirst())
                + " --nessie-token-file.",
            e)
        : failure(pod, "%d: %s".formatted(e.getCode(), e.getMessage()), e);
  }

  private static BackupException failure(String pod, String answer, Exception cause) {
    return Failure.NESSIE.exception(
        "the pod \"%s\" answers %s".formatted(pod, answer), null, cause);
  }
}
