package org.nessiebackup.tip;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nessiebackup.vault.tip.TipKey;

/**
 * Objects that the backup or its tips have, as far as they are remembered: the latest that were
 * met. One that was forgotten is looked for again, and perhaps stored twice, which does no harm.
 */
final class KnownObjects {
  private final Map<TipKey, Boolean> keys;

  KnownObjects(int most) {
    keys =
        new LinkedHashMap<>(16, 0.75f, true) {
          private static final long serialVersionUID = 1;

          @Override
          protected boolean removeEldestEntry(Map.Entry<TipKey, Boolean> eldest) {
            return size() > most;
          }
        };
  }

  boolean contains(TipKey key) {
    return keys.get(key) != null;
  }

  void addAll(Collection<TipKey> others) {
    others.forEach(key -> keys.put(key, true));
  }

  int size() {
    return keys.size();
  }
}
