package org.nessiebackup.operator.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nessiebackup.operator.resource.NessieCatalog;

/** Who is told of what; that objects are listed and kept is tried on a real API server. */
class ReducedSourceTest {
  private final List<ResourceID> told = new ArrayList<>();
  private final ReducedSource<ConfigMap, NessieCatalog> source =
      new ReducedSource<>(
          new Interest<>(
              ConfigMap.class,
              "app=test",
              object -> Set.of(new ResourceID(object.getMetadata().getName(), "data")),
              (now, before) -> !now.getData().equals(before.getData()),
              List.of()),
          null);

  ReducedSourceTest() {
    source.setEventHandler((Event event) -> told.add(event.getRelatedCustomResourceID()));
  }

  @Test
  void whatIsNewIsNoNewsUnlessItIsSaidToBe() {
    source.onAdd(object("a", "1"));

    assertThat(told).isEmpty();
  }

  @Test
  void changeIsToldIfItIsNews() {
    source.onUpdate(object("a", "1"), object("a", "1"));
    assertThat(told).isEmpty();

    source.onUpdate(object("a", "1"), object("a", "2"));
    assertThat(told).containsExactly(new ResourceID("a", "data"));
  }

  @Test
  void removalIsAlwaysTold() {
    source.onAdd(object("a", "1"));

    source.onDelete(object("a", "1"), false);

    assertThat(told).containsExactly(new ResourceID("a", "data"));
  }

  private static ConfigMap object(String name, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("data")
        .endMetadata()
        .addToData("key", value)
        .build();
  }
}
