package org.nessiebackup.operator.drill;

import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.util.List;
import org.nessiebackup.operator.declaration.Declarations;
import org.nessiebackup.operator.job.JobSource;
import org.nessiebackup.operator.job.OneJob;
import org.nessiebackup.operator.job.StepJobs;
import org.nessiebackup.operator.resource.NessieDrill;
import org.nessiebackup.operator.status.ConditionGauges;
import org.nessiebackup.operator.status.StatusWriter;

/** Has a restore rehearsed, where nobody lives. */
public final class DrillReconciler implements Reconciler<NessieDrill>, Cleaner<NessieDrill> {
  private final OneJob<NessieDrill> job;
  private final ConditionGauges gauges;

  /** With what it takes to find the catalog, to start a Job and to say what came of it. */
  public DrillReconciler(Declarations declarations, StepJobs jobs, StatusWriter writer) {
    this.job = new OneJob<>(new DrillJob(writer), declarations, jobs, writer);
    this.gauges = writer.gauges();
  }

  @Override
  public List<EventSource<?, NessieDrill>> prepareEventSources(
      EventSourceContext<NessieDrill> context) {
    gauges.watch(context);
    return JobSource.of(context);
  }

  @Override
  public UpdateControl<NessieDrill> reconcile(NessieDrill resource, Context<NessieDrill> context) {
    return job.reconcile(resource);
  }

  @Override
  public DeleteControl cleanup(NessieDrill resource, Context<NessieDrill> context) {
    return job.cleanup(resource);
  }
}
