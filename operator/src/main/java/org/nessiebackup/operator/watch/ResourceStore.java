package org.nessiebackup.operator.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.informers.cache.BasicItemStore;
import io.fabric8.kubernetes.client.informers.cache.Cache;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.stream.Stream;

/**
 * Keeps resources in memory, without what the API server keeps of who has written which field: that
 * is more than a resource itself, and nobody here asks.
 */
public final class ResourceStore<R extends HasMetadata> implements ItemStore<R> {
  private final BasicItemStore<R> items = new BasicItemStore<>(Cache::metaNamespaceKeyFunc);

  @Override
  public R put(String key, R resource) {
    resource.getMetadata().setManagedFields(null);
    return items.put(key, resource);
  }

  @Override
  public R remove(String key) {
    return items.remove(key);
  }

  @Override
  public Stream<String> keySet() {
    return items.keySet();
  }

  @Override
  public Stream<R> values() {
    return items.values();
  }

  @Override
  public int size() {
    return items.size();
  }

  @Override
  public R get(String key) {
    return items.get(key);
  }

  @Override
  public boolean isFullState() {
    return true;
  }

  @Override
  public String getKey(R resource) {
    return items.getKey(resource);
  }
}
