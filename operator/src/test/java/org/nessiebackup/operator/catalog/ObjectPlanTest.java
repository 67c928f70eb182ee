package org.nessiebackup.operator.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectPlanTest {
  private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

  private final AppliedObjects applied = new AppliedObjects();

  @Test
  void whatIsAsItWasAppliedIsLeftAlone() {
    ConfigMap now = there("a", "1", "x");
    applied.applied(now);

    assertThat(plan(List.of(wanted("a", "x")), now))
        .isEqualTo(new ObjectPlan(List.of(), List.of()));
  }

  @Test
  void whatSomebodyHasChangedSinceIsAppliedAgain() {
    applied.applied(there("a", "1", "x"));

    assertThat(plan(List.of(wanted("a", "x")), there("a", "2", "x")).apply()).hasSize(1);
  }

  @Test
  void whatIsDeclaredOtherwiseNowIsApplied() {
    ConfigMap now = there("a", "1", "x");
    applied.applied(now);

    assertThat(plan(List.of(wanted("a", "y")), now).apply()).hasSize(1);
  }

  @Test
  void whatAnotherOperatorHasAppliedIsAppliedOnceMore() {
    assertThat(plan(List.of(wanted("a", "x")), there("a", "1", "x")).apply()).hasSize(1);
  }

  @Test
  void whatIsNotDeclaredAnyMoreGoes() {
    ConfigMap old = there("old", "1", "x");

    ObjectPlan plan = plan(List.of(wanted("new", "x")), old);

    assertThat(plan.apply())
        .extracting(object -> object.getMetadata().getName())
        .containsExactly("new");
    assertThat(plan.delete()).containsExactly(old);
  }

  private ObjectPlan plan(List<HasMetadata> wanted, HasMetadata now) {
    return ObjectPlan.of(wanted, List.of(now), applied);
  }

  private static ConfigMap wanted(String name, String value) {
    ConfigMap object =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace("data-platform")
            .endMetadata()
            .withData(Map.of("key", value))
            .build();
    Stamp.put(object, SERIALIZATION);
    return object;
  }

  private static ConfigMap there(String name, String version, String value) {
    ConfigMap object = wanted(name, value);
    object.getMetadata().setUid("uid-of-" + name);
    object.getMetadata().setResourceVersion(version);
    return object;
  }
}
