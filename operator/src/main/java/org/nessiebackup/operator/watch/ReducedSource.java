package org.nessiebackup.operator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FilterWatchListDeletable;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.javaoperatorsdk.operator.OperatorException;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.health.Status;
import io.javaoperatorsdk.operator.processing.event.Event;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Tells resources of objects, and keeps a few fields of each. The library's own source holds each
 * object in full until all are listed; thousands of CronJobs are more than an operator should have.
 *
 * @param <R> the objects
 * @param <P> the resources that are told
 */
public final class ReducedSource<R extends HasMetadata, P extends HasMetadata>
    extends AbstractEventSource<R, P> implements ResourceEventHandler<R> {
  /**
   * How many objects the API server is asked for at a time: what is kept of them is little, and all
   * at once would not fit into memory.
   */
  public static final long PAGE = 25;

  private final Interest<R> interest;
  private final EventSourceContext<P> context;
  private final List<SharedIndexInformer<R>> informers = new CopyOnWriteArrayList<>();
  private final Map<ResourceID, Set<String>> keys = new ConcurrentHashMap<>();

  /** In the namespaces that the resources are looked after in. */
  public ReducedSource(Interest<R> interest, EventSourceContext<P> context) {
    super(interest.kind(), interest.kind().getSimpleName());
    this.interest = interest;
    this.context = context;
  }

  @Override
  public void start() throws OperatorException {
    super.start();
    for (String namespace : context.getControllerConfiguration().getEffectiveNamespaces()) {
      informers.add(informer(namespace));
    }
    try {
      informers.stream()
          .map(informer -> informer.start().toCompletableFuture())
          .toList()
          .forEach(started -> started.join());
    } catch (CompletionException e) {
      throw new OperatorException(
          "cannot watch %s: %s".formatted(interest.kind().getSimpleName(), e.getMessage()), e);
    }
  }

  private SharedIndexInformer<R> informer(String namespace) {
    KubernetesClient client = context.getClient();
    FilterWatchListDeletable<R, ?, ?> objects =
        namespace.equals(Constants.WATCH_ALL_NAMESPACES)
            ? client.resources(interest.kind()).inAnyNamespace()
            : client.resources(interest.kind()).inNamespace(namespace);
    return objects
        .withLabelSelector(interest.selector())
        .withLimit(PAGE)
        .runnableInformer(0)
        .itemStore(
            new ReducedStateItemStore<>(
                ReducedStateItemStore.NAME_KEY_STATE,
                interest.kind(),
                client.getKubernetesSerialization(),
                Stream.concat(
                        Stream.of("metadata.uid", "metadata.resourceVersion"),
                        interest.fields().stream())
                    .toArray(String[]::new)))
        .addEventHandler(this);
  }

  @Override
  public void stop() throws OperatorException {
    informers.forEach(SharedIndexInformer::stop);
    super.stop();
  }

  @Override
  public Status getStatus() {
    return informers.stream()
            .allMatch(each -> each.isRunning() && each.hasSynced() && each.isWatching())
        ? Status.HEALTHY
        : Status.UNHEALTHY;
  }

  @Override
  public void onAdd(R object) {
    for (ResourceID resource : interest.resources().apply(object)) {
      keys.computeIfAbsent(resource, none -> ConcurrentHashMap.newKeySet()).add(key(object));
      if (interest.news().test(object, object)) {
        tell(resource);
      }
    }
  }

  @Override
  public void onUpdate(R before, R now) {
    for (ResourceID resource : interest.resources().apply(now)) {
      keys.computeIfAbsent(resource, none -> ConcurrentHashMap.newKeySet()).add(key(now));
      if (interest.news().test(now, before)) {
        tell(resource);
      }
    }
  }

  @Override
  public void onDelete(R object, boolean unseen) {
    for (ResourceID resource : interest.resources().apply(object)) {
      keys.computeIfPresent(
          resource,
          (id, known) -> {
            known.remove(key(object));
            return known.isEmpty() ? null : known;
          });
      tell(resource);
    }
  }

  private void tell(ResourceID resource) {
    getEventHandler().handleEvent(new Event(resource));
  }

  private static String key(HasMetadata object) {
    return Cache.metaNamespaceKeyFunc(object);
  }

  @Override
  public Set<R> getSecondaryResources(P resource) {
    Set<R> found = new LinkedHashSet<>();
    for (String key : keys.getOrDefault(ResourceID.fromResource(resource), Set.of())) {
      informers.stream()
          .map(informer -> informer.getStore().getByKey(key))
          .filter(object -> object != null)
          .findFirst()
          .ifPresent(found::add);
    }
    return found;
  }
}
