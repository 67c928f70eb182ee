package org.nessiebackup.service.security;

import java.util.LinkedHashMap;
import java.util.Map;

/** So many of the values that were used last, and no more, whatever others send. */
final class Bounded<V> extends LinkedHashMap<String, V> {
  private final int most;

  Bounded(int most) {
    super(16, 0.75f, true);
    this.most = most;
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
    return size() > most;
  }
}
