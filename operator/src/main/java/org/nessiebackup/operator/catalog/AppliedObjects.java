package org.nessiebackup.operator.catalog;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers how objects were when they were applied, so that it is seen if somebody has changed one
 * since. What is forgotten is applied again, which changes nothing.
 */
final class AppliedObjects {
  private static final int MOST = 20_000;

  private final Map<String, String> versions =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MOST;
        }
      };

  synchronized boolean isAsApplied(HasMetadata now, String stamp) {
    return stamp.equals(Stamp.of(now)) && version(now).equals(versions.get(ObjectPlan.key(now)));
  }

  synchronized void applied(HasMetadata result) {
    versions.put(ObjectPlan.key(result), version(result));
  }

  /** What changes with the spec; kinds without a generation have no status that changes. */
  static String version(HasMetadata object) {
    Long generation = object.getMetadata().getGeneration();
    return object.getMetadata().getUid()
        + (generation == null ? "@" + object.getMetadata().getResourceVersion() : "#" + generation);
  }
}
