package org.nessiebackup.operator.catalog;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What has to be done to the objects of a catalog: nothing where they are as they should be.
 *
 * @param apply what is not there, or not as it should be
 * @param delete what is there and not wanted any more
 */
record ObjectPlan(List<HasMetadata> apply, List<HasMetadata> delete) {
  ObjectPlan {
    apply = List.copyOf(apply);
    delete = List.copyOf(delete);
  }

  /**
   * Compares what should be with what is.
   *
   * @param wanted stamped, see {@link Stamp}
   * @param there what is owned by the catalog
   */
  static ObjectPlan of(
      List<HasMetadata> wanted, Collection<? extends HasMetadata> there, AppliedObjects applied) {
    Map<String, HasMetadata> found = new LinkedHashMap<>();
    there.forEach(object -> found.put(key(object), object));
    List<HasMetadata> apply = new ArrayList<>();
    for (HasMetadata object : wanted) {
      HasMetadata now = found.remove(key(object));
      if (now == null || !applied.isAsApplied(now, Stamp.of(object))) {
        apply.add(object);
      }
    }
    return new ObjectPlan(apply, List.copyOf(found.values()));
  }

  static String key(HasMetadata object) {
    return object.getKind()
        + "/"
        + object.getMetadata().getNamespace()
        + "/"
        + object.getMetadata().getName();
  }
}
