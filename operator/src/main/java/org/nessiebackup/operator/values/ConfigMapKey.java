package org.nessiebackup.operator.values;

import java.util.Objects;

/**
 * A file in a ConfigMap.
 *
 * @param configMap empty: none
 * @param key the key in it
 */
public record ConfigMapKey(String configMap, String key) {
  /** Nothing is null. */
  public ConfigMapKey {
    Objects.requireNonNull(configMap);
    Ranges.given("key", key);
  }

  public boolean given() {
    return !configMap.isEmpty();
  }
}
