package org.nessiebackup.operator.catalog;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.Mappers;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.nessiebackup.operator.declaration.Declarations;
import org.nessiebackup.operator.job.StepJobs;
import org.nessiebackup.operator.resource.NessieCatalog;
import org.nessiebackup.operator.resource.NessieVault;
import org.nessiebackup.operator.status.StatusWriter;
import org.nessiebackup.operator.watch.Interest;
import org.nessiebackup.operator.watch.ReducedSource;
import org.nessiebackup.operator.watch.ResourceStore;

/**
 * What a catalog is told of: its objects, the Jobs of its schedules, its vault. Of objects only
 * what says whether they are as they should be is kept in memory.
 */
final class CatalogSources {
  private static final String OURS = "app.kubernetes.io/managed-by=" + StatusWriter.MANAGER;
  private static final String PODS = "app.kubernetes.io/name=nessie-backup";
  private static final String INSTANCE = "app.kubernetes.io/instance";
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(ConfigMap.class, CronJob.class, Deployment.class, Service.class);

  private CatalogSources() {}

  static List<EventSource<?, NessieCatalog>> of(EventSourceContext<NessieCatalog> context) {
    List<EventSource<?, NessieCatalog>> sources = new ArrayList<>();
    KINDS.forEach(kind -> sources.add(objects(kind, context)));
    sources.add(jobs(context));
    sources.add(vaults(context));
    return sources;
  }

  /** All that a catalog owns. */
  static List<HasMetadata> objects(Context<NessieCatalog> context) {
    List<HasMetadata> all = new ArrayList<>();
    KINDS.forEach(kind -> all.addAll(context.getSecondaryResources(kind)));
    return all;
  }

  private static <R extends HasMetadata> EventSource<R, NessieCatalog> objects(
      Class<R> kind, EventSourceContext<NessieCatalog> context) {
    return new ReducedSource<>(
        new Interest<>(
            kind,
            OURS,
            Mappers.<R>fromOwnerReferences(NessieCatalog.class)::toPrimaryResourceIDs,
            // A CronJob says of itself when it ran last: that is no change. One that is new was
            // made
            // by us, or is seen at the start, when all catalogs are looked at anyhow.
            (now, before) ->
                !AppliedObjects.version(now).equals(AppliedObjects.version(before))
                    || !Stamp.of(now).equals(Stamp.of(before)),
            List.of("metadata.generation", "metadata.annotations", "metadata.ownerReferences")),
        context);
  }

  private static EventSource<Job, NessieCatalog> jobs(EventSourceContext<NessieCatalog> context) {
    return new ReducedSource<>(
        new Interest<>(
            Job.class,
            PODS,
            CatalogSources::catalog,
            (now, before) -> StepJobs.end(now).isPresent(),
            List.of("metadata.labels", "status.conditions")),
        context);
  }

  private static Set<ResourceID> catalog(Job job) {
    String instance =
        job.getMetadata().getLabels() == null ? null : job.getMetadata().getLabels().get(INSTANCE);
    return instance == null
        ? Set.of()
        : Set.of(new ResourceID(instance, job.getMetadata().getNamespace()));
  }

  private static EventSource<NessieVault, NessieCatalog> vaults(
      EventSourceContext<NessieCatalog> context) {
    return new InformerEventSource<>(
        InformerEventSourceConfiguration.from(NessieVault.class, NessieCatalog.class)
            .withSecondaryToPrimaryMapper(vault -> users(vault, context))
            .withNamespacesInheritedFromController()
            .withInformerListLimit(ReducedSource.PAGE)
            .withItemStore(new ResourceStore<>())
            .withOnUpdateFilter(
                (now, before) ->
                    !now.getMetadata().getGeneration().equals(before.getMetadata().getGeneration()))
            .build(),
        context);
  }

  private static Set<ResourceID> users(
      NessieVault vault, EventSourceContext<NessieCatalog> context) {
    return context
        .getPrimaryCache()
        .list(
            vault.getMetadata().getNamespace(),
            catalog -> Declarations.vault(catalog).equals(vault.getMetadata().getName()))
        .map(ResourceID::fromResource)
        .collect(Collectors.toSet());
  }
}
