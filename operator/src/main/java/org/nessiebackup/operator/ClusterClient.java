package org.nessiebackup.operator;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.util.List;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.operator.resource.Conditioned;
import org.nessiebackup.operator.resource.NessieBackup;
import org.nessiebackup.operator.resource.NessieCatalog;
import org.nessiebackup.operator.resource.NessieDrill;
import org.nessiebackup.operator.resource.NessieRestore;
import org.nessiebackup.operator.resource.NessieVault;

/** The way to the API server. */
final class ClusterClient {
  private static final List<Class<? extends Conditioned>> KINDS =
      List.of(
          NessieVault.class,
          NessieCatalog.class,
          NessieBackup.class,
          NessieRestore.class,
          NessieDrill.class);

  private ClusterClient() {}

  /**
   * As kubectl finds it, or as a pod. Asks nobody.
   *
   * @throws BackupException {@link Failure#CLUSTER} if nothing says where it is
   */
  static KubernetesClient open() {
    Config config = Config.autoConfigure(null);
    boolean known =
        config.getCurrentContext() != null
            || config.getAutoOAuthToken() != null
            || config.getOauthToken() != null;
    if (!known) {
      throw Failure.CLUSTER.exception(
          "nothing says where the cluster is: there is no kubeconfig, and this is no pod with a"
              + " service account",
          "Set KUBECONFIG.");
    }
    if (config.getNamespace() == null) {
      config.setNamespace("default");
    }
    KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
    // What is read without being asked for by its class has to be known by its kind.
    KINDS.forEach(client.getKubernetesSerialization()::registerKubernetesResource);
    return client;
  }
}
