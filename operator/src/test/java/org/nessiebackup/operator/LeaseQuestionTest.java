package org.nessiebackup.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.kubernetes.testbed.TestCluster;

class LeaseQuestionTest {
  private static final ZonedDateTime NOW = ZonedDateTime.parse("2026-11-30T03:15:00Z");
  private static final String ACCOUNT = "waiting-operator";

  private final TestCluster cluster = TestCluster.start();
  private final KubernetesClient client =
      new KubernetesClientBuilder()
          .withConfig(
              new ConfigBuilder(Config.empty())
                  .withMasterUrl(cluster.address())
                  .withOauthToken(ACCOUNT)
                  .withNamespace(TestCluster.NAMESPACE)
                  .withHttp2Disable(true)
                  .withRequestTimeout(60_000)
                  .build())
          .build();

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
                .withName(LeaseQuestion.NAME)
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

  private Optional<String> answer() {
    return new LeaseQuestion(client, TestCluster.NAMESPACE).whyNobody(NOW.toInstant());
  }

  @Test
  void accountThatMayNotReadTheLeaseIsNamed() {
    may("create");

    assertThat(answer())
        .hasValueSatisfying(
            text ->
                assertThat(text)
                    .contains("no operator works", LeaseQuestion.NAME, ACCOUNT, "cannot get"));
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
