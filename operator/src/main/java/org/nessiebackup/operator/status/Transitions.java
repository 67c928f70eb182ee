package org.nessiebackup.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.operator.resource.Conditioned;
import org.nessiebackup.operator.resource.StatusCondition;

/**
 * What has become so of resources and is not told yet: it is told once it is written, since what
 * the API server has refused has not become so.
 */
public final class Transitions {
  private static final int MOST = 10_000;

  private final Map<String, Change> changes = bounded();
  private final Map<String, String> troubles = bounded();

  /**
   * Of one resource.
   *
   * @param resource as it was read
   * @param conditions that are others now
   */
  record Change(Conditioned resource, List<StatusCondition> conditions) {}

  private static <T> Map<String, T> bounded() {
    return new LinkedHashMap<>() {
      private static final long serialVersionUID = 1;

      @Override
      protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
        return size() > MOST;
      }
    };
  }

  synchronized void add(Conditioned resource, List<StatusCondition> conditions) {
    changes.put(key(resource), new Change(resource, conditions));
  }

  /**
   * What is to be told, as the status of a resource was written; nothing if nothing has changed.
   */
  synchronized Optional<Change> written(HasMetadata resource) {
    troubles.remove(key(resource));
    return Optional.ofNullable(changes.remove(key(resource)));
  }

  /** That it could not be written, and whether that is news: the same trouble is told once. */
  synchronized boolean failed(HasMetadata resource, String why) {
    changes.remove(key(resource));
    return !why.equals(troubles.put(key(resource), why));
  }

  private static String key(HasMetadata resource) {
    return resource.getKind()
        + "/"
        + resource.getMetadata().getNamespace()
        + "/"
        + resource.getMetadata().getName();
  }
}
