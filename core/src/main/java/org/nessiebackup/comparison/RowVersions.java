package org.nessiebackup.comparison;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.nessiebackup.Failure;
import org.nessiebackup.segment.KeyHash;

/**
 * What some transactions, one after the other, have made of the rows of a table: for each key that
 * they have touched, the row as it was after each of them.
 */
final class RowVersions {
  private final String table;
  private final Map<KeyHash, List<Version>> versions = new HashMap<>();

  RowVersions(String table) {
    this.table = table;
  }

  /**
   * A row after a transaction.
   *
   * @param transaction the number of the transaction, from 1 on
   * @param values absent if there is no row any more
   */
  private record Version(int transaction, Optional<List<Optional<ValueHash>>> values) {}

  Set<KeyHash> keys() {
    return versions.keySet();
  }

  /** Says that there is no row of that key any more. */
  void removed(int transaction, KeyHash key) {
    add(key, new Version(transaction, Optional.empty()));
  }

  /**
   * Says what a row is now.
   *
   * @param values those behind its key; absent what is as it was
   */
  void written(int transaction, KeyHash key, List<Optional<ValueHash>> values) {
    add(key, new Version(transaction, Optional.of(values)));
  }

  /** Within a transaction nobody sees but the last one. */
  private void add(KeyHash key, Version next) {
    List<Version> list = versions.computeIfAbsent(key, any -> new ArrayList<>(1));
    if (!list.isEmpty() && list.getLast().transaction() == next.transaction()) {
      Version before = list.removeLast();
      list.add(
          new Version(
              next.transaction(), next.values().map(values -> filled(values, before.values()))));
    } else {
      list.add(next);
    }
  }

  private static List<Optional<ValueHash>> filled(
      List<Optional<ValueHash>> values, Optional<List<Optional<ValueHash>>> before) {
    List<Optional<ValueHash>> filled = new ArrayList<>(values);
    for (int i = 0; before.isPresent() && i < filled.size(); i++) {
      if (filled.get(i).isEmpty()) {
        filled.set(i, before.get().get(i));
      }
    }
    return filled;
  }

  /**
   * Strikes those moments at which a row was not as it was found elsewhere. Moment 0 is before the
   * first transaction, moment n after the transaction of that number.
   *
   * @param rows the row on both sides
   * @param moments those that are left
   * @param last the last moment
   * @return whether there is any moment at which the row was so
   */
  boolean strike(KeyHash key, Rows rows, BitSet moments, int last) {
    boolean ever = false;
    int from = 0;
    Optional<List<ValueHash>> state = rows.first();
    for (Version version : versions.get(key)) {
      ever |= strike(state.equals(rows.found()), moments, from, version.transaction());
      state = version.values().map(after(state));
      from = version.transaction();
    }
    ever |= strike(state.equals(rows.found()), moments, from, last + 1);
    return ever;
  }

  /**
   * A row on both sides.
   *
   * @param first at moment 0; absent if there was none
   * @param found as it was found elsewhere; absent if there was none
   */
  record Rows(Optional<List<ValueHash>> first, Optional<List<ValueHash>> found) {}

  private static boolean strike(boolean equal, BitSet moments, int from, int to) {
    if (!equal) {
      moments.clear(from, to);
    }
    return equal && from < to;
  }

  private Function<List<Optional<ValueHash>>, List<ValueHash>> after(
      Optional<List<ValueHash>> before) {
    return values -> {
      List<ValueHash> all = new ArrayList<>();
      for (int i = 0; i < values.size(); i++) {
        int column = i;
        all.add(
            values
                .get(i)
                .or(() -> before.map(row -> row.get(column)))
                .orElseThrow(
                    () ->
                        Failure.DATABASE.exception(
                            "the server says of a row of table \"%s\" that a value of it is as before, and there was no such row"
                                .formatted(table),
                            "Run it again. If it stays so, the table has rows that the stream of"
                                + " changes does not know of.")));
      }
      return all;
    };
  }
}
