package org.nessiebackup.operator.template;

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

  boolean given() {
    return !configMap.isEmpty();
  }
}
