package org.nessiebackup.operator.catalog;

import io.javaoperatorsdk.operator.api.reconciler.ResourceCache;
import java.util.Comparator;
import java.util.Optional;
import org.nessiebackup.operator.resource.NessieCatalog;
import org.nessiebackup.operator.template.Installation;

/**
 * Who has the names of objects that two catalogs would give: {@code lake} and {@code
 * lake-nessie-backup} do, and so do long names that begin alike. It is who was there first.
 */
final class NameOwner {
  private NameOwner() {}

  /** The name of the catalog that was there before; empty if there is none. */
  static Optional<String> before(NessieCatalog catalog, ResourceCache<NessieCatalog> cache) {
    return cache
        .list(catalog.getMetadata().getNamespace(), other -> names(other).equals(names(catalog)))
        .min(
            Comparator.comparing(NameOwner::since)
                .thenComparing(other -> other.getMetadata().getName()))
        .map(first -> first.getMetadata().getName())
        .filter(first -> !first.equals(catalog.getMetadata().getName()));
  }

  private static String names(NessieCatalog catalog) {
    return Installation.objectName(catalog.getMetadata().getName());
  }

  private static String since(NessieCatalog catalog) {
    return Optional.ofNullable(catalog.getMetadata().getCreationTimestamp()).orElse("");
  }
}
