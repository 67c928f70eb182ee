package org.nessiebackup.operator.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.operator.resource.NessieCatalog;

class NameOwnerTest {
  private static final NessieCatalog FIRST = catalog("lake", "2026-11-30T02:00:00Z");
  private static final NessieCatalog SECOND = catalog("lake-nessie-backup", "2026-11-30T03:00:00Z");

  @Test
  void whoWasThereFirstHasTheNames() {
    Cache cache = new Cache(List.of(SECOND, FIRST));

    assertThat(NameOwner.before(FIRST, cache)).isEmpty();
    assertThat(NameOwner.before(SECOND, cache)).contains("lake");
  }

  @Test
  void otherNamesAreNobodysBusiness() {
    NessieCatalog other = catalog("pond", "2026-11-30T04:00:00Z");

    assertThat(NameOwner.before(other, new Cache(List.of(FIRST, other)))).isEmpty();
  }

  private static NessieCatalog catalog(String name, String since) {
    NessieCatalog catalog = new NessieCatalog();
    catalog.setMetadata(
        new ObjectMetaBuilder()
            .withName(name)
            .withNamespace("data-platform")
            .withCreationTimestamp(since)
            .build());
    return catalog;
  }

  /** What the library keeps, as far as it is asked. */
  private record Cache(List<NessieCatalog> all) implements ResourceCache<NessieCatalog> {
    @Override
    public Optional<NessieCatalog> get(ResourceID id) {
      return all.stream().filter(id::isSameResource).findFirst();
    }

    @Override
    public Stream<ResourceID> keys() {
      return all.stream().map(ResourceID::fromResource);
    }

    @Override
    public Stream<NessieCatalog> list(Predicate<NessieCatalog> wanted) {
      return all.stream().filter(wanted);
    }

    @Override
    public Stream<NessieCatalog> list(String namespace, Predicate<NessieCatalog> wanted) {
      return list(wanted.and(each -> each.getMetadata().getNamespace().equals(namespace)));
    }
  }
}
