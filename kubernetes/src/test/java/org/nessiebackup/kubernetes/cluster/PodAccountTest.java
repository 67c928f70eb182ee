package org.nessiebackup.kubernetes.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.kubernetes.testbed.AccessRules;
import org.nessiebackup.kubernetes.testbed.ClusterScene;
import org.nessiebackup.kubernetes.testbed.TestCluster;

/** What stays in a pod for weeks, by the account whose token the kubelet renews there each hour. */
class PodAccountTest {
  private static final Permission VIEW = new Permission("nessie-backup.org", "catalogs", "get");

  @TempDir Path folder;
  private ClusterScene scene;
  private Path token;
  private Map<String, String> mounted;

  @BeforeEach
  void start() throws IOException {
    scene = new ClusterScene(folder);
    token = Files.writeString(folder.resolve("token"), "first");
    mounted =
        Map.of(
            "kubernetes.master",
            scene.cluster.address(),
            "kubernetes.auth.serviceAccount.token",
            token.toString(),
            "kubernetes.namespace",
            TestCluster.NAMESPACE,
            "kubernetes.auth.tryKubeConfig",
            "false");
    mounted.forEach(System::setProperty);
    for (String name : List.of("first", "second")) {
      scene.cluster.rules().allowEverywhere(name, List.of(AccessRules.rule(TOKEN_REVIEWS)));
    }
    scene.cluster.rules().allow("anna", TestCluster.NAMESPACE, List.of(AccessRules.rule(VIEW)));
  }

  private static final Permission TOKEN_REVIEWS =
      new Permission("authentication.k8s.io", "tokenreviews", "create");

  @AfterEach
  void end() {
    mounted.keySet().forEach(System::clearProperty);
    scene.close();
  }

  @Test
  void aTokenThatTheKubeletHasRenewedIsTaken() throws IOException {
    try (Cluster cluster =
        Cluster.connect(ClusterOptions.DEFAULT, scene.context.context(), scene::pause)) {
      assertThat(cluster.inside()).isTrue();
      Reviews reviews = new Reviews(cluster, List.of());
      assertThat(reviews.user("anna")).isPresent();

      Files.writeString(token, "second");
      scene.cluster.faults().refuse(401, 0, 100, request -> request.user().equals("first"));

      assertThat(reviews.user("anna")).isPresent();
    }
  }
}
