package org.nessiebackup.operator.restore;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nessiebackup.operator.outcome.Outcome;
import org.nessiebackup.operator.resource.RestorePlan;

class PlansTest {
  @Test
  void whatReturnsIsNotLost() {
    RestorePlan plan =
        plan(
            """
            {"point":{"id":"a"},"loses":{"commits":1,"references":[
            {"name":"main","effect":"moved-back"},{"name":"gone","effect":"returned"},
            {"name":"new","effect":"removed"}]}}
            """);

    assertThat(plan.lostReferences()).containsExactly("main moved-back", "new removed");
    assertThat(plan.changes()).isEmpty();
  }

  @Test
  void planOfABranchSaysWhereItWouldPointAndWhatThatChanges() {
    RestorePlan plan =
        plan(
            """
            {"point_id":"a","commits_lost":2,"reference":{"kind":"branch","name":"main",
            "commit":"0a"},"now":{"kind":"branch","name":"main","commit":"0b"},
            "keys_gained":["sales.orders"],"keys_lost":["sales.test"],"keys_changed":["sales.items"]}
            """);

    assertThat(plan.point()).isEqualTo("a");
    assertThat(plan.lostCommits()).isEqualTo(2);
    assertThat(plan.changes())
        .containsExactly(
            "branch main: 0a, now 0b", "again sales.orders", "lost sales.test", "back sales.items");
  }

  @Test
  void planOfTablesSaysWhatBecomesOfEach() {
    RestorePlan plan =
        plan(
            """
            {"point_id":"a","reference":"main","keys":[{"key":"sales.orders","change":"again"},
            {"key":"sales.items","change":"replace"}]}
            """);

    assertThat(plan.changes()).containsExactly("again sales.orders", "replace sales.items");
  }

  @Test
  void pointThatWouldBeAnOptionOfACommandIsNoPlan() {
    assertThat(Plans.of(outcome("{\"point\":{\"id\":\"--vault=/elsewhere\"}}"))).isEmpty();
    assertThat(Plans.of(outcome("{\"point_id\":\"a b\"}"))).isEmpty();
    assertThat(Plans.of(outcome("{\"point_id\":\"20261130T020000Z-7f3a@16/B374D848\"}")))
        .isPresent();
  }

  @Test
  void resultThatNamesNoPointIsNoPlan() {
    assertThat(Plans.of(outcome("{}"))).isEmpty();
  }

  private static RestorePlan plan(String plan) {
    return Plans.of(outcome(plan)).orElseThrow();
  }

  private static Outcome outcome(String plan) {
    return Outcome.of(
            "{\"message_type\":\"result\",\"succeeded\":true,\"summary\":{\"plan\":%s}}"
                .formatted(plan))
        .orElseThrow();
  }
}
