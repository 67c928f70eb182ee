package org.nessiebackup.kubernetes.cluster;

import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.nessiebackup.Failure;
import org.nessiebackup.store.FileErrors;

/**
 * What the client needs to know to reach a cluster.
 *
 * @param config in the client's own words
 * @param inside whether this is a pod's service account, and Services can be reached by name
 */
record ClusterConfiguration(Config config, boolean inside) {
  private static final int CONNECT_MILLIS = 10_000;

  static ClusterConfiguration of(ClusterOptions options) {
    String context = options.context().orElse(null);
    Config found =
        options
            .kubeconfig()
            .map(file -> fromFile(file, context))
            .orElseGet(() -> Config.autoConfigure(context));
    NamedContext current = found.getCurrentContext();
    options.context().ifPresent(wanted -> requireContext(wanted, current));
    boolean inside = options.kubeconfig().isEmpty() && current == null;
    if (inside && token(found).isEmpty()) {
      throw Failure.CLUSTER.exception(
          "nothing says where the cluster is: there is no kubeconfig, and this is no pod with a"
              + " service account",
          "Give --kubeconfig FILE, or set KUBECONFIG.");
    }
    int millis = Math.toIntExact(options.answerWithin().toMillis());
    ConfigBuilder builder =
        new ConfigBuilder(found)
            // Our own attempts are spread over time that can be looked at and interrupted.
            .withRequestRetryBackoffLimit(0)
            .withConnectionTimeout(Math.min(CONNECT_MILLIS, millis))
            .withRequestTimeout(millis)
            .withUserAgent("nessie-backup");
    options.namespace().ifPresent(builder::withNamespace);
    return new ClusterConfiguration(builder.build(), inside);
  }

  private static Config fromFile(Path file, String context) {
    try (InputStream readable = Files.newInputStream(file)) {
      readable.read();
    } catch (IOException e) {
      throw Failure.USAGE.exception(
          "cannot read the kubeconfig \"%s\": %s".formatted(file, FileErrors.reason(e, file)),
          "Name another one in KUBECONFIG.",
          e);
    }
    try {
      return Config.fromKubeconfig(context, file.toFile());
    } catch (KubernetesClientException | IllegalArgumentException e) {
      // The cause would quote the file, which holds tokens.
      throw Failure.USAGE.exception(
          "\"%s\" is no kubeconfig".formatted(file),
          "\"kubectl config view --kubeconfig FILE\" says what is wrong with it.");
    }
  }

  /** The client itself would go on with the current one. */
  private static void requireContext(String wanted, NamedContext current) {
    if (current == null || !wanted.equals(current.getName())) {
      throw Failure.USAGE.exception(
          "the kubeconfig has no context \"%s\"".formatted(wanted),
          "\"kubectl config get-contexts\" lists those that there are.");
    }
  }

  private static Optional<String> token(Config config) {
    return Optional.ofNullable(config.getAutoOAuthToken())
        .or(() -> Optional.ofNullable(config.getOauthToken()))
        .filter(token -> !token.isEmpty());
  }

  String namespace() {
    return Optional.ofNullable(config.getNamespace()).filter(n -> !n.isEmpty()).orElse("default");
  }
}
