package org.nessiebackup.kubernetes.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the API server is reached.
 *
 * @param kubeconfig the file to use; without it the client looks where kubectl does, and then for a
 *     pod's service account
 * @param context the context of the kubeconfig; without it its current one
 * @param namespace the namespace; without it that of the context or of the pod
 * @param answerWithin how long one request may take
 */
public record ClusterOptions(
    Optional<Path> kubeconfig,
    Optional<String> context,
    Optional<String> namespace,
    Duration answerWithin) {
  /** As kubectl would, a quarter of a minute for each request. */
  public static final ClusterOptions DEFAULT =
      new ClusterOptions(
          Optional.empty(), Optional.empty(), Optional.empty(), Duration.ofSeconds(15));

  /** Refuses a time that is none. */
  public ClusterOptions {
    if (answerWithin.toMillis() < 1) {
      throw new IllegalArgumentException("a request takes time");
    }
  }

  /** The same, for requests that may take so long. */
  public ClusterOptions answeringWithin(Duration limit) {
    return new ClusterOptions(kubeconfig, context, namespace, limit);
  }
}
