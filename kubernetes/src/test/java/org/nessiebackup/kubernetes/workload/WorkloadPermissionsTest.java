package org.nessiebackup.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.api.ApiAccess;
import org.nessiebackup.kubernetes.cluster.Cluster;
import org.nessiebackup.kubernetes.cluster.Permission;
import org.nessiebackup.kubernetes.cluster.Permissions;
import org.nessiebackup.kubernetes.testbed.AccessRules;
import org.nessiebackup.kubernetes.testbed.ClusterScene;
import org.nessiebackup.kubernetes.testbed.TestCluster;

class WorkloadPermissionsTest {
  private static final WorkloadName NESSIE =
      new WorkloadName(WorkloadKind.DEPLOYMENT, TestCluster.NAMESPACE, "nessie");
  private static final List<Permission> NEEDED =
      WorkloadPermissions.toExchange(NESSIE, ApiAccess.POD_PROXY.permissions());

  @TempDir Path folder;
  private ClusterScene scene;
  private Permissions permissions;

  @BeforeEach
  void start() {
    scene = new ClusterScene(folder);
    permissions = new Permissions(scene.connection);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private void allowOnly(List<Permission> allowed) {
    scene
        .cluster
        .rules()
        .forget(TestCluster.OPERATOR)
        .allow(
            TestCluster.OPERATOR,
            TestCluster.NAMESPACE,
            allowed.stream().map(AccessRules::rule).toList());
  }

  @Test
  void nothingIsMissingWithExactlyTheRulesOfTheList() {
    allowOnly(NEEDED);
    assertThat(permissions.missing(NEEDED)).isEmpty();
  }

  @Test
  void eachThatIsMissingIsNoticed() {
    for (Permission one : NEEDED) {
      List<Permission> others = new ArrayList<>(NEEDED);
      others.remove(one);
      allowOnly(others);
      assertThat(permissions.missing(NEEDED)).containsExactly(one);
    }
  }

  @Test
  void allThatIsMissingIsNamedWithTheRulesToAdd() {
    List<Permission> allowed = new ArrayList<>(NEEDED);
    allowed.removeIf(permission -> permission.resource().equals("deployments/scale"));
    allowed.remove(new Permission("", "events", "create"));
    allowOnly(allowed);
    assertThatThrownBy(() -> permissions.require(NEEDED))
        .hasMessageContainingAll(
            "get deployments/scale \"nessie\"",
            "update deployments/scale \"nessie\"",
            "create events",
            "data-platform")
        .asInstanceOf(InstanceOfAssertFactories.type(BackupException.class))
        .returns(Failure.PERMISSION, BackupException::failure)
        .extracting(e -> e.hint().orElseThrow())
        .asString()
        .contains(
            "{apiGroups: [\"apps\"], resources: [\"deployments/scale\"], resourceNames:"
                + " [\"nessie\"], verbs: [\"get\", \"update\"]}")
        .contains("{apiGroups: [\"\"], resources: [\"events\"], verbs: [\"create\"]}");
  }

  @Test
  void whatIsAllowedOnAnotherObjectIsMissing() {
    Permission mine = new Permission("apps", "deployments", "patch").on("nessie");
    allowOnly(List.of(mine.on("other")));
    assertThat(permissions.missing(List.of(mine))).containsExactly(mine);
  }

  @Test
  void whatIsAllowedOnAllObjectsIsAllowedOnOne() {
    Permission all = new Permission("apps", "deployments", "patch");
    allowOnly(List.of(all));
    assertThat(permissions.missing(List.of(all.on("nessie")))).isEmpty();
  }

  @Test
  void workloadIsFoundByItsNameOrByItsLabels() {
    assertThat(WorkloadPermissions.toFind(WorkloadQuery.parse("statefulset/nessie")))
        .containsExactly(new Permission("apps", "statefulsets", "get").on("nessie"));
    assertThat(WorkloadPermissions.toFind(WorkloadQuery.ANY))
        .containsExactly(
            new Permission("apps", "deployments", "list"),
            new Permission("apps", "statefulsets", "list"));
  }

  @Test
  void otherNamespaceIsAskedForItsOwn() {
    Cluster elsewhere =
        Cluster.connect(
            ClusterScene.options(
                scene.cluster.kubeconfig(folder), Optional.of("elsewhere"), Optional.empty()),
            scene.context.context(),
            scene::pause);
    try (elsewhere) {
      assertThat(elsewhere.namespace()).isEqualTo("elsewhere");
      assertThat(new Permissions(elsewhere).missing(NEEDED)).containsExactlyElementsOf(NEEDED);
    }
  }
}
