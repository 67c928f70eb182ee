package org.nessiebackup.operator.catalog;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.operator.declaration.Declaration;
import org.nessiebackup.operator.declaration.Declarations;
import org.nessiebackup.operator.job.JobState;
import org.nessiebackup.operator.job.StepJobs;
import org.nessiebackup.operator.resource.CatalogStatus;
import org.nessiebackup.operator.resource.Conditions;
import org.nessiebackup.operator.resource.NessieCatalog;
import org.nessiebackup.operator.status.StatusWriter;

/**
 * Makes the objects of catalogs what they are declared to be, and says what their runs have told.
 */
public final class CatalogReconciler implements Reconciler<NessieCatalog> {
  private static final Duration AGAIN = Duration.ofSeconds(30);

  private final Declarations declarations;
  private final StepJobs jobs;
  private final StatusWriter writer;
  private final KubernetesClient client;
  private final AppliedObjects applied = new AppliedObjects();

  /** With what it takes to find what is declared, to see how Jobs ended and to say so. */
  public CatalogReconciler(Declarations declarations, StepJobs jobs, StatusWriter writer) {
    this.declarations = declarations;
    this.jobs = jobs;
    this.writer = writer;
    this.client = writer.client();
  }

  @Override
  public List<EventSource<?, NessieCatalog>> prepareEventSources(
      EventSourceContext<NessieCatalog> context) {
    writer.gauges().watch(context);
    return CatalogSources.of(context);
  }

  @Override
  public UpdateControl<NessieCatalog> reconcile(
      NessieCatalog catalog, Context<NessieCatalog> context) {
    CatalogDraft draft = seen(catalog, context.getSecondaryResources(Job.class));
    Conditions conditions = Conditions.of(catalog, writer.now());
    Optional<String> taken = NameOwner.before(catalog, context.getPrimaryCache());
    if (taken.isPresent()) {
      return answer(
          catalog,
          draft,
          conditions.no(
              CatalogConditions.READY,
              "NameTaken",
              "the objects of NessieCatalog \"%s\" have the same names".formatted(taken.get())));
    }
    return switch (declarations.of(catalog)) {
      case Declaration.Whole whole ->
          apply(catalog, whole, CatalogSources.objects(context), draft, conditions);
      case Declaration.Lacking lacking ->
          answer(
              catalog,
              draft,
              conditions.no(CatalogConditions.READY, lacking.reason(), lacking.message()));
    };
  }

  /** With what has ended since. */
  private CatalogDraft seen(NessieCatalog catalog, Collection<Job> known) {
    CatalogDraft draft =
        CatalogDraft.of(catalog.getStatus() == null ? CatalogStatus.none() : catalog.getStatus());
    for (EndedRun run : EndedRun.unseen(known, draft.runs())) {
      if (jobs.state(run.job()) instanceof JobState.Ended ended) {
        draft = draft.after(run, ended);
      }
    }
    return draft;
  }

  private UpdateControl<NessieCatalog> apply(
      NessieCatalog catalog,
      Declaration.Whole whole,
      Collection<? extends HasMetadata> there,
      CatalogDraft draft,
      Conditions conditions) {
    try {
      whole.objects().claim().ifPresent(this::createIfAbsent);
      execute(ObjectPlan.of(wanted(catalog, whole), there, applied));
      return answer(
          catalog,
          draft,
          conditions.yes(CatalogConditions.READY, "Applied", "all its objects are there"));
    } catch (KubernetesClientException e) {
      if (!StatusWriter.isRefusal(e)) {
        throw e;
      }
      return answer(
              catalog,
              draft,
              conditions.no(CatalogConditions.READY, "Refused", StatusWriter.message(e)))
          .rescheduleAfter(AGAIN);
    }
  }

  private List<HasMetadata> wanted(NessieCatalog catalog, Declaration.Whole whole) {
    List<HasMetadata> wanted = whole.objects().all();
    for (HasMetadata object : wanted) {
      object.getMetadata().setOwnerReferences(catalog.asOwner());
      if (object instanceof CronJob cronJob && cronJob.getSpec().getSuspend() == null) {
        // What is left open would stay as somebody else has set it.
        cronJob.getSpec().setSuspend(false);
      }
      Stamp.put(object, client.getKubernetesSerialization());
    }
    return wanted;
  }

  /** Nobody owns it, and it is never changed: it holds the backups. */
  private void createIfAbsent(HasMetadata claim) {
    if (client.resource(claim).get() == null) {
      try {
        client.resource(claim).create();
      } catch (KubernetesClientException e) {
        if (e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
          throw e;
        }
      }
    }
  }

  /** What is taken over from others, such as the chart, becomes ours. */
  private void execute(ObjectPlan plan) {
    for (HasMetadata object : plan.apply()) {
      applied.applied(
          client
              .resource(object)
              .fieldManager(StatusWriter.MANAGER)
              .forceConflicts()
              .serverSideApply());
    }
    for (HasMetadata object : plan.delete()) {
      client.resource(object).delete();
    }
  }

  /** What is to be there goes before what its runs have told. */
  private UpdateControl<NessieCatalog> answer(
      NessieCatalog catalog, CatalogDraft draft, Conditions ready) {
    Conditions conditions = CatalogConditions.of(draft, ready);
    return writer.answer(catalog, NessieCatalog::new, draft.with(conditions), conditions);
  }
}
