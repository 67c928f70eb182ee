package org.nessiebackup.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Cancellation;
import org.nessiebackup.kubernetes.testbed.TestCluster;
import org.nessiebackup.testing.TestContext;

class LeaseQuestionTest {
  private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-30T03:15:00Z");
  private static final String ACCOUNT = "waiting-operator";

  private final TestCluster cluster = TestCluster.start();
  private final KubernetesClient client = cluster.clientOf(ACCOUNT);

  @AfterEach
  void close() {
    client.close();
    cluster.close();
  }

  private void may(String... verbs) {
    PolicyRule rule =
        new PolicyRuleBuilder()
            .withApiGroups("coordination.k8s.io")
            .withResources("leases")
            .withVerbs(verbs)
            .build();
    cluster.rules().forget(ACCOUNT).allow(ACCOUNT, TestCluster.NAMESPACE, List.of(rule));
  }

  private void leaseRenewed(ZonedDateTime at) {
    cluster
        .client()
        .resource(
            new LeaseBuilder()
                .withNewMetadata()
                .withName(LeaseHold.NAME)
                .withNamespace(TestCluster.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withHolderIdentity("another-one")
                .withLeaseDurationSeconds(15)
                .withRenewTime(at)
                .endSpec()
                .build())
        .create();
  }

  /** A right comes between two looks of the six before somebody asks to stop. */
  private final class CountedClock extends Clock {
    private final Cancellation cancellation;
    private int looks;

    CountedClock(Cancellation cancellation) {
      this.cancellation = cancellation;
    }

    @Override
    public Instant instant() {
      looks++;
      if (looks == 4) {
        may("get", "update");
      }
      if (looks == 6) {
        cancellation.request();
      }
      return NOW.toInstant();
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  private Optional<String> answer() {
    return new LeaseQuestion(client, TestCluster.NAMESPACE).whyNot(NOW.toInstant());
  }

  @Test
  void accountThatMayNotReadTheLeaseIsNamed() {
    may("create");

    assertThat(answer())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains(
                        "cannot take", LeaseHold.NAME, ACCOUNT, "cannot get", "needs create, get"));
  }

  @Test
  void accountThatMayNotMakeTheLeaseIsNamed() {
    may("get", "update");

    assertThat(answer())
        .hasValueSatisfying(text -> assertThat(text).contains(ACCOUNT, "cannot create"));
  }

  @Test
  void accountThatMayNotTakeOverALeaseThatRanOutIsNamed() {
    may("create", "get");
    leaseRenewed(NOW.minusMinutes(1));

    assertThat(answer())
        .hasValueSatisfying(text -> assertThat(text).contains(ACCOUNT, "cannot update"));
  }

  @Test
  void whoWasQuickerIsNoReason() {
    may("create", "get", "update");
    cluster.faults().refuse(409, 0, 1, request -> request.verb().equals("create"));

    assertThat(answer()).isEmpty();
  }

  @Test
  void whyItCannotBeTakenIsSaidOnceAndAgainWhenItChanges() throws InterruptedException {
    TestContext test = new TestContext();
    test.by(new CountedClock(test.cancellation()));
    LeaseHold lease = new LeaseHold(TestCluster.NAMESPACE, "this-one", note -> {});
    may("create");

    boolean lost =
        new LeaseWatch(
                lease, new LeaseQuestion(client, TestCluster.NAMESPACE), Duration.ofMillis(1))
            .lost(test.context());

    assertThat(lost).isFalse();
    assertThat(test.warnings())
        .satisfiesExactly(
            text -> assertThat(text).contains("cannot get"),
            text -> assertThat(text).contains("cannot create"));
  }

  @Test
  void leaseOfAnotherOneIsNotTouched() {
    may("create", "get", "update");
    leaseRenewed(NOW.minusSeconds(5));

    assertThat(answer()).isEmpty();
    assertThat(cluster.requests()).allMatch(request -> request.verb().equals("get"));
  }

  @Test
  void whatCouldBeTakenIsTriedWithoutBeingKept() {
    may("create", "get", "update");

    assertThat(answer()).isEmpty();
    assertThat(cluster.requests())
        .filteredOn(request -> request.verb().equals("create"))
        .singleElement()
        .satisfies(request -> assertThat(request.uri().getQuery()).contains("dryRun=All"));
  }
}
