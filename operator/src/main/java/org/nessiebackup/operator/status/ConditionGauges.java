package org.nessiebackup.operator.status;

import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.Cache;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.nessiebackup.operator.resource.Conditioned;
import org.nessiebackup.operator.resource.StatusCondition;

/**
 * What can be said of all resources, as Prometheus reads it: from what is in memory of them anyhow,
 * so that what has gone is not shown.
 */
public final class ConditionGauges {
  private static final String NAME = "nessie_backup_condition";

  private final List<Cache<? extends Conditioned>> caches = new CopyOnWriteArrayList<>();

  /** The resources of one more kind. */
  public <R extends Conditioned> void watch(EventSourceContext<R> context) {
    caches.add(context.getPrimaryCache());
  }

  /** The text of a scrape. */
  public String text() {
    StringBuilder text = new StringBuilder();
    text.append("# HELP %s 1 where a condition of a resource has that status.\n".formatted(NAME));
    text.append("# TYPE %s gauge\n".formatted(NAME));
    caches.forEach(cache -> cache.list().forEach(resource -> add(resource, text)));
    return text.toString();
  }

  private static void add(Conditioned resource, StringBuilder text) {
    for (StatusCondition said : resource.conditions()) {
      for (String status : List.of("True", "False", "Unknown")) {
        text.append(
            "%s{kind=\"%s\",namespace=\"%s\",name=\"%s\",type=\"%s\",status=\"%s\"} %d\n"
                .formatted(
                    NAME,
                    resource.getKind(),
                    resource.getMetadata().getNamespace(),
                    resource.getMetadata().getName(),
                    said.type(),
                    status,
                    said.status().equals(status) ? 1 : 0));
      }
    }
  }
}
