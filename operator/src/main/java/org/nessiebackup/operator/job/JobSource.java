package org.nessiebackup.operator.job;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.List;
import org.nessiebackup.operator.resource.Conditioned;

/** Tells a resource that one of its Jobs has ended, or has gone. */
public final class JobSource {
  /** The kind of the resource that has asked for a Job. */
  static final String ASKED_BY = Conditioned.GROUP + "/asked-by";

  private JobSource() {}

  /** The Jobs of one kind of resource; little of them is kept in memory. */
  public static <P extends Conditioned> List<EventSource<?, P>> of(EventSourceContext<P> context) {
    Class<P> kind = context.getPrimaryResourceClass();
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(Job.class, kind)
                .withLabelSelector(ASKED_BY + "=" + kind.getSimpleName())
                .withSecondaryToPrimaryMapper(Mappers.fromOwnerReferences(kind))
                .withNamespacesInheritedFromController()
                .withInformerListLimit(Conditioned.PAGE)
                .withItemStore(
                    new ReducedStateItemStore<>(
                        ReducedStateItemStore.NAME_KEY_STATE,
                        Job.class,
                        context.getClient().getKubernetesSerialization(),
                        "metadata.uid",
                        "metadata.resourceVersion",
                        "metadata.ownerReferences",
                        "status.conditions"))
                .withOnUpdateFilter((now, before) -> StepJobs.end(now).isPresent())
                .build(),
            context));
  }
}
