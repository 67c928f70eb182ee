package org.nessiebackup.operator.vault;

import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.nessiebackup.operator.declaration.Declarations;
import org.nessiebackup.operator.resource.CatalogStatus;
import org.nessiebackup.operator.resource.Conditions;
import org.nessiebackup.operator.resource.NessieCatalog;
import org.nessiebackup.operator.resource.NessieVault;
import org.nessiebackup.operator.resource.RunStatus;
import org.nessiebackup.operator.resource.VaultObservation;
import org.nessiebackup.operator.resource.VaultStatus;
import org.nessiebackup.operator.status.StatusWriter;
import org.nessiebackup.operator.watch.ReducedSource;
import org.nessiebackup.operator.watch.ResourceStore;

/**
 * Says of vaults what was seen of them.
 *
 * @param writer writes it down
 */
public record VaultReconciler(StatusWriter writer) implements Reconciler<NessieVault> {
  private static final String REACHABLE = "Reachable";
  private static final String FRESH = "Fresh";

  /** The code of {@code status} if something is older than allowed. */
  private static final String STALE = "Stale";

  @Override
  public List<EventSource<?, NessieVault>> prepareEventSources(
      EventSourceContext<NessieVault> context) {
    writer.gauges().watch(context);
    return List.of(
        new InformerEventSource<>(
            InformerEventSourceConfiguration.from(NessieCatalog.class, NessieVault.class)
                .withSecondaryToPrimaryMapper(VaultReconciler::vault)
                .withNamespacesInheritedFromController()
                .withInformerListLimit(ReducedSource.PAGE)
                .withItemStore(new ResourceStore<>())
                .build(),
            context));
  }

  private static Set<ResourceID> vault(NessieCatalog catalog) {
    return Set.of(
        new ResourceID(Declarations.vault(catalog), catalog.getMetadata().getNamespace()));
  }

  @Override
  public UpdateControl<NessieVault> reconcile(NessieVault vault, Context<NessieVault> context) {
    Collection<NessieCatalog> catalogs = context.getSecondaryResources(NessieCatalog.class);
    Conditions conditions = said(catalogs, Conditions.of(vault, writer.now()));
    VaultStatus status =
        new VaultStatus(
            vault.getMetadata().getGeneration(),
            catalogs.stream().map(catalog -> catalog.getMetadata().getName()).sorted().toList(),
            observed(catalogs).orElse(null),
            conditions.all());
    return writer.answer(vault, NessieVault::new, status, conditions);
  }

  static Optional<VaultObservation> observed(Collection<NessieCatalog> catalogs) {
    return catalogs.stream()
        .map(NessieCatalog::getStatus)
        .filter(Objects::nonNull)
        .map(CatalogStatus::vault)
        .filter(Objects::nonNull)
        .max(Comparator.comparing(VaultObservation::observedAt));
  }

  /** By the newest {@code status} of any catalog. */
  static Conditions said(Collection<NessieCatalog> catalogs, Conditions before) {
    Optional<RunStatus> newest =
        catalogs.stream()
            .map(NessieCatalog::getStatus)
            .filter(Objects::nonNull)
            .flatMap(status -> status.runs().stream())
            .filter(run -> run.component().equals("status"))
            .max(Comparator.comparing(RunStatus::endedAt));
    if (newest.isEmpty()) {
      String message = "no catalog's status has run yet";
      return before.unknown(REACHABLE, "NotAsked", message).unknown(FRESH, "NotAsked", message);
    }
    RunStatus run = newest.get();
    if (run.succeeded()) {
      return before
          .yes(REACHABLE, "Succeeded", "status can read it")
          .yes(FRESH, "Succeeded", "nothing is older than allowed");
    }
    return STALE.equals(run.reason())
        ? before
            .yes(REACHABLE, "Succeeded", "status can read it")
            .no(FRESH, run.reason(), run.message())
        : before
            .no(REACHABLE, run.reason(), run.message())
            .unknown(FRESH, run.reason(), "status has failed");
  }
}
