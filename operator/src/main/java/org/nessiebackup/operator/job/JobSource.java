package org.nessiebackup.operator.job;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.List;
import org.nessiebackup.operator.resource.Conditioned;
import org.nessiebackup.operator.watch.Interest;
import org.nessiebackup.operator.watch.ReducedSource;

/** Tells a resource that one of its Jobs has ended, or has gone. */
public final class JobSource {
  /** The kind of the resource that has asked for a Job. */
  static final String ASKED_BY = Conditioned.GROUP + "/asked-by";

  private JobSource() {}

  /** The Jobs of one kind of resource. */
  public static <P extends Conditioned> List<EventSource<?, P>> of(EventSourceContext<P> context) {
    Class<P> kind = context.getPrimaryResourceClass();
    return List.of(
        new ReducedSource<>(
            new Interest<>(
                Job.class,
                ASKED_BY + "=" + kind.getSimpleName(),
                Mappers.<Job>fromOwnerReferences(kind)::toPrimaryResourceIDs,
                (now, before) -> StepJobs.end(now).isPresent(),
                List.of("metadata.ownerReferences", "status.conditions")),
            context));
  }
}
