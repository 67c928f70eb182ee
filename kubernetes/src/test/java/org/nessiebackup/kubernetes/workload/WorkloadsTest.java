package org.nessiebackup.kubernetes.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import java.nio.file.Path;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.testbed.ClusterScene;
import org.nessiebackup.kubernetes.testbed.SampleWorkload;

class WorkloadsTest {
  @TempDir Path folder;
  private ClusterScene scene;
  private Workloads workloads;

  @BeforeEach
  void start() {
    scene = new ClusterScene(folder).withPods();
    workloads = new Workloads(scene.connection);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private void create(io.fabric8.kubernetes.api.model.HasMetadata object) {
    scene.cluster.client().resource(object).create();
  }

  @Test
  void deploymentIsFoundByTheLabelsOfNessiesChart() {
    create(SampleWorkload.deployment("lake-nessie", "lake", 2));
    scene.settle();
    Workload found = workloads.find(WorkloadQuery.ANY);
    assertThat(found.name())
        .isEqualTo(new WorkloadName(WorkloadKind.DEPLOYMENT, "data-platform", "lake-nessie"));
    assertThat(found.name()).hasToString("deployment/lake-nessie");
    assertThat(found.replicas()).isEqualTo(2);
    assertThat(found.readyReplicas()).isEqualTo(2);
    assertThat(found.scale().settled()).isTrue();
    assertThat(found.template().port()).isEqualTo(19120);
    assertThat(found.template().selector())
        .isEqualTo("app.kubernetes.io/instance=lake,app.kubernetes.io/name=nessie");
  }

  @Test
  void statefulSetIsFoundByItsName() {
    create(SampleWorkload.statefulSet("nessie", "lake", 1));
    assertThat(workloads.find(WorkloadQuery.parse("statefulset/nessie")).name().kind())
        .isEqualTo(WorkloadKind.STATEFUL_SET);
    assertThat(workloads.find(WorkloadQuery.parse("nessie")).name().kind())
        .isEqualTo(WorkloadKind.STATEFUL_SET);
  }

  @Test
  void severalAreListed() {
    create(SampleWorkload.deployment("nessie-blue", "blue", 1));
    create(SampleWorkload.statefulSet("nessie-green", "green", 1));
    assertThatThrownBy(() -> workloads.find(WorkloadQuery.ANY))
        .hasMessageContainingAll(
            "\"deployment/nessie-blue\"", "\"statefulset/nessie-green\"", "\"data-platform\"")
        .asInstanceOf(InstanceOfAssertFactories.type(BackupException.class))
        .returns(Failure.WORKLOAD_AMBIGUOUS, BackupException::failure);
    assertThat(workloads.find(WorkloadQuery.parse("nessie-green")).name().name())
        .isEqualTo("nessie-green");
  }

  @Test
  void noneSaysWhatWasLookedFor() {
    create(
        new DeploymentBuilder(SampleWorkload.deployment("web", "web", 1))
            .editMetadata()
            .addToLabels("app.kubernetes.io/name", "web")
            .endMetadata()
            .build());
    assertThatThrownBy(() -> workloads.find(WorkloadQuery.ANY))
        .hasMessageContainingAll("app.kubernetes.io/name=nessie", "\"data-platform\"")
        .asInstanceOf(InstanceOfAssertFactories.type(BackupException.class))
        .returns(Failure.WORKLOAD_NOT_FOUND, BackupException::failure);
    assertThatThrownBy(() -> workloads.find(WorkloadQuery.parse("deployment/nessie")))
        .hasMessageContainingAll("Deployment", "\"nessie\"");
  }

  @Test
  void namesThatNoObjectCanHaveAreRefused() {
    for (String name :
        new String[] {"", "Nessie", "a/b/c", "pod/nessie", "deployment/../x", "-x"}) {
      assertThatThrownBy(() -> WorkloadQuery.parse(name))
          .asInstanceOf(InstanceOfAssertFactories.type(BackupException.class))
          .returns(Failure.USAGE, BackupException::failure);
    }
  }

  @Test
  void numberOfReplicasThatIsNotThereMeansOne() {
    create(
        new DeploymentBuilder(SampleWorkload.deployment("nessie", "lake", 1))
            .editSpec()
            .withReplicas(null)
            .endSpec()
            .build());
    assertThat(scene.workload().replicas()).isEqualTo(1);
  }
}
