package org.nessiebackup.kubernetes.testbed;

import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A cluster on the loopback interface, with one namespace that matters. */
public final class TestCluster implements AutoCloseable {
  /** Where Nessie is. */
  public static final String NAMESPACE = "data-platform";

  /** The token of who restores; may do everything in the namespace until told otherwise. */
  public static final String OPERATOR = "operator";

  private final ApiServer server = new ApiServer();
  private final KubernetesClient client;

  private TestCluster() {
    client = client(config(AccessRules.ADMINISTRATOR));
    server.rules().allow(OPERATOR, NAMESPACE, List.of(everything()));
  }

  /** An empty one. */
  public static TestCluster start() {
    return new TestCluster();
  }

  private static PolicyRule everything() {
    return new PolicyRuleBuilder().withApiGroups("*").withResources("*").withVerbs("*").build();
  }

  /** An administrator's client: no rules, no faults, and not in the list of requests. */
  public KubernetesClient client() {
    return client;
  }

  /**
   * The client of somebody with a token, who asks once and not again; whoever gets it closes it.
   */
  public KubernetesClient clientOf(String user) {
    return client(config(user).withRequestRetryBackoffLimit(0));
  }

  private ConfigBuilder config(String user) {
    return new ConfigBuilder(Config.empty())
        .withMasterUrl(server.address())
        .withOauthToken(user)
        .withNamespace(NAMESPACE)
        .withHttp2Disable(true)
        // A busy machine may take longer than the usual ten seconds, and this is no test of them.
        .withRequestTimeout(60_000);
  }

  private static KubernetesClient client(ConfigBuilder config) {
    return new KubernetesClientBuilder().withConfig(config.build()).build();
  }

  /** Where the API server listens. */
  public String address() {
    return server.address();
  }

  /** Who may do what. */
  public AccessRules rules() {
    return server.rules();
  }

  /** Trouble on demand. */
  public ApiFaults faults() {
    return server.faults();
  }

  /** To wait for changes. */
  public Changes changes() {
    return server.changes();
  }

  /** What was asked, except by {@link #client()}. */
  public List<ApiRequest> requests() {
    return server.requests();
  }

  /** A kubelet for the namespace; close it before the cluster. */
  public TestKubelet kubelet(PodProcess.Program program) {
    return new TestKubelet(server, client, NAMESPACE, program);
  }

  /** Lets a process stand behind a pod that no kubelet has started, for its log and its port. */
  public TestCluster runs(String pod, PodProcess process) {
    server.pods().put(pod, process);
    return this;
  }

  /** A kubeconfig with which {@link #OPERATOR} gets in. */
  public Path kubeconfig(Path folder) {
    return kubeconfig(folder, OPERATOR);
  }

  /** A kubeconfig of somebody. */
  public Path kubeconfig(Path folder, String user) {
    String text =
        """
        apiVersion: v1
        kind: Config
        current-context: test
        contexts:
          - name: test
            context: {cluster: test, namespace: %s, user: %s}
          - name: elsewhere
            context: {cluster: test, namespace: elsewhere, user: %s}
        clusters:
          - name: test
            cluster: {server: "%s"}
        users:
          - name: %s
            user: {token: %s}
        """
            .formatted(NAMESPACE, user, user, address(), user, user);
    try {
      return Files.writeString(folder.resolve("kubeconfig-" + user + ".yaml"), text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
