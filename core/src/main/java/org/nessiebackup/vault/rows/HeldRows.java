package org.nessiebackup.vault.rows;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nessiebackup.segment.Tuple;

/** The newest row of each key, as long as these are few. One thread. */
final class HeldRows {
  /** About what it takes to hold a row, besides its values. */
  private static final long EACH = 160;

  private final long most;
  private final Map<Integer, Tuple> rows = new TreeMap<>();
  private long bytes;
  private boolean tooMany;

  /**
   * None yet.
   *
   * @param most more are not held, in bytes
   */
  HeldRows(long most) {
    this.most = most;
  }

  /** Holds a row instead of the one before, unless there are too many. */
  void put(int key, Tuple row) {
    if (tooMany) {
      return;
    }
    remove(key);
    rows.put(key, row);
    bytes += size(row);
    if (bytes > most) {
      clear();
      tooMany = true;
    }
  }

  void remove(int key) {
    Tuple former = rows.remove(key);
    if (former != null) {
      bytes -= size(former);
    }
  }

  /** Nothing of what was before counts any more. */
  void clear() {
    rows.clear();
    bytes = 0;
    tooMany = false;
  }

  private static long size(Tuple row) {
    return EACH + row.fields().stream().mapToLong(each -> each == null ? 0 : each.length).sum();
  }

  /** All, by the numbers of their keys; absent if there were too many. */
  Optional<Map<Integer, Tuple>> all() {
    return tooMany ? Optional.empty() : Optional.of(Collections.unmodifiableMap(rows));
  }
}
