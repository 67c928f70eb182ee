package org.nessiebackup.tip;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nessiebackup.segment.KeyHash;

/**
 * Objects that the backup or its tips have, as far as they are remembered: the latest that were
 * met. One that was forgotten is looked for again, and perhaps stored twice, which does no harm.
 */
final class KnownObjects {
  private final Map<KeyHash, Boolean> keys;

  KnownObjects(int most) {
    keys =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<KeyHash, Boolean> eldest) {
            return size() > most;
          }
        };
  }

  boolean contains(KeyHash key) {
    return keys.get(key) != null;
  }

  void addAll(Collection<KeyHash> others) {
    others.forEach(key -> keys.put(key, true));
  }

  int size() {
    return keys.size();
  }
}
