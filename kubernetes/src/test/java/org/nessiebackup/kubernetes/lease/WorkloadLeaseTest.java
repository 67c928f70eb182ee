package org.nessiebackup.kubernetes.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZonedDateTime;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.kubernetes.testbed.ApiFaults.Trouble;
import org.nessiebackup.kubernetes.testbed.ClusterScene;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.kubernetes.workload.WorkloadKind;
import org.nessiebackup.kubernetes.workload.WorkloadName;

class WorkloadLeaseTest {
  private static final WorkloadName NAME =
      new WorkloadName(WorkloadKind.DEPLOYMENT, TestCluster.NAMESPACE, "nessie");

  /** The thread never comes to it by itself in a test. */
  private static final LeaseIntervals TERMS =
      new LeaseIntervals(Duration.ofHours(2), Duration.ofHours(1));

  private static final String OBJECT = "nessie-backup-deployment-nessie";

  @TempDir Path folder;
  private ClusterScene scene;

  @BeforeEach
  void start() {
    scene = new ClusterScene(folder);
  }

  @AfterEach
  void end() {
    scene.close();
  }

  private WorkloadLease acquire(String holder) {
    return WorkloadLease.acquire(scene.connection, scene.connection, NAME, holder, TERMS);
  }

  private Lease object() {
    return scene
        .cluster
        .client()
        .leases()
        .inNamespace(TestCluster.NAMESPACE)
        .withName(OBJECT)
        .get();
  }

  private void change(java.util.function.Consumer<Lease> change) {
    scene
        .cluster
        .client()
        .resource(object())
        .edit(
            lease -> {
              change.accept(lease);
              return lease;
            });
  }

  private static void assertLocked(Throwable thrown) {
    assertThat(thrown)
        .asInstanceOf(InstanceOfAssertFactories.type(BackupException.class))
        .returns(Failure.LOCKED, BackupException::failure);
  }

  @Test
  void leaseSaysWhoHoldsItAndIsFreeAfterwards() {
    try (WorkloadLease lease = acquire("anna@laptop")) {
      assertThat(lease.name()).isEqualTo(OBJECT);
      assertThat(object().getSpec().getHolderIdentity()).isEqualTo("anna@laptop");
      assertThat(object().getSpec().getLeaseDurationSeconds()).isEqualTo(7200);
      lease.check();
    }
    assertThat(object().getSpec().getHolderIdentity()).isEmpty();
    acquire("bert@laptop").close();
    assertThat(object().getSpec().getLeaseTransitions()).isEqualTo(2);
  }

  @Test
  void holderWhoIsAliveKeepsOthersOutAndIsNamed() {
    try (WorkloadLease anna = acquire("anna@laptop")) {
      scene.inPauses.add(anna::check);
      assertThatThrownBy(() -> acquire("bert@laptop"))
          .hasMessageContainingAll("\"anna@laptop\"", OBJECT)
          .satisfies(WorkloadLeaseTest::assertLocked);
      anna.check();
    }
  }

  @Test
  void leaseOfADeadHolderIsTakenOverWhateverHisClockSaid() {
    acquire("anna@laptop");
    change(
        lease -> {
          lease.getSpec().setRenewTime(ZonedDateTime.parse("2031-01-01T00:00:00Z"));
          lease.getSpec().setLeaseDurationSeconds(30);
        });
    try (WorkloadLease bert = acquire("bert@laptop")) {
      assertThat(scene.clock.instant()).isEqualTo(ClusterScene.BEGIN.plusSeconds(30));
      assertThat(object().getSpec().getHolderIdentity()).isEqualTo("bert@laptop");
      bert.check();
    }
  }

  @Test
  void holderWhoGivesItBackWhileOthersWaitLetsThemIn() {
    WorkloadLease anna = acquire("anna@laptop");
    scene.inPauses.add(anna::close);
    try (WorkloadLease bert = acquire("bert@laptop")) {
      bert.check();
    }
  }

  @Test
  void leaseThatSomebodyElseTookIsLostForGood() {
    WorkloadLease anna = acquire("anna@laptop");
    change(lease -> lease.getSpec().setHolderIdentity("bert@laptop"));
    assertThatThrownBy(anna::check).satisfies(WorkloadLeaseTest::assertLocked);
    change(lease -> lease.getSpec().setHolderIdentity("anna@laptop"));
    assertThatThrownBy(anna::check).satisfies(WorkloadLeaseTest::assertLocked);
    anna.close();
    assertThat(object().getSpec().getHolderIdentity()).isEqualTo("anna@laptop");
  }

  @Test
  void leaseThatWasNotRenewedInTimeIsLostEvenIfNobodyTookIt() {
    try (WorkloadLease anna = acquire("anna@laptop")) {
      scene.cluster.faults().refuse(503, 0, 100, request -> true);
      anna.renewQuietly();
      scene.clock.advance(Duration.ofHours(3));
      assertThatThrownBy(anna::check).isInstanceOf(BackupException.class);
    }
  }

  @Test
  void renewalWhoseAnswerWasLostIsKnownAgain() {
    try (WorkloadLease anna = acquire("anna@laptop")) {
      scene
          .cluster
          .faults()
          .add(Trouble.ANSWER_LOST, 0, 1, request -> request.verb().equals("update"));
      anna.check();
      anna.check();
      assertThat(object().getSpec().getHolderIdentity()).isEqualTo("anna@laptop");
    }
  }

  @Test
  void acquisitionWhoseAnswerWasLostIsKnownAgain() {
    scene
        .cluster
        .faults()
        .add(Trouble.ANSWER_LOST, 0, 1, request -> request.verb().equals("create"));
    try (WorkloadLease anna = acquire("anna@laptop")) {
      anna.check();
    }
    scene
        .cluster
        .faults()
        .add(Trouble.ANSWER_LOST, 0, 1, request -> request.verb().equals("update"));
    try (WorkloadLease bert = acquire("bert@laptop")) {
      bert.check();
    }
  }

  @Test
  void ofTwoWhoTakeItAtOnceOneWins() {
    scene.cluster.faults().refuse(409, 0, 1, request -> request.verb().equals("create"));
    assertThatThrownBy(() -> acquire("anna@laptop"))
        .hasMessageContaining("was quicker")
        .satisfies(WorkloadLeaseTest::assertLocked);
  }

  @Test
  void threadRenewsIt() {
    LeaseIntervals quick = new LeaseIntervals(Duration.ofMinutes(1), Duration.ofMillis(5));
    try (WorkloadLease lease =
        WorkloadLease.acquire(scene.connection, scene.connection, NAME, "anna@laptop", quick)) {
      long before = scene.cluster.changes().count();
      assertThat(scene.cluster.changes().await(before, Duration.ofSeconds(30)))
          .isGreaterThan(before);
      lease.check();
    }
  }
}
