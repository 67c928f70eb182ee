package org.nessiebackup.operator.backup;

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
import org.nessiebackup.operator.resource.NessieBackup;
import org.nessiebackup.operator.status.ConditionGauges;
import org.nessiebackup.operator.status.StatusWriter;

/** Has a backup made that somebody asks for. */
public final class BackupReconciler implements Reconciler<NessieBackup>, Cleaner<NessieBackup> {
  private final OneJob<NessieBackup> job;
  private final ConditionGauges gauges;

  /** With what it takes to find the catalog, to start a Job and to say what came of it. */
  public BackupReconciler(Declarations declarations, StepJobs jobs, StatusWriter writer) {
    this.job = new OneJob<>(new BackupJob(writer), declarations, jobs, writer);
    this.gauges = writer.gauges();
  }

  @Override
  public List<EventSource<?, NessieBackup>> prepareEventSources(
      EventSourceContext<NessieBackup> context) {
    gauges.watch(context);
    return JobSource.of(context);
  }

  @Override
  public UpdateControl<NessieBackup> reconcile(
      NessieBackup resource, Context<NessieBackup> context) {
    return job.reconcile(resource);
  }

  @Override
  public DeleteControl cleanup(NessieBackup resource, Context<NessieBackup> context) {
    return job.cleanup(resource);
  }
}
