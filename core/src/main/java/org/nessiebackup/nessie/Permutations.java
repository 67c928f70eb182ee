package org.nessiebackup.nessie;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** In which orders things may have been that are kept in another one. */
final class Permutations {
  private static final int MOST = 24;
  private static final double LOAD = 0.75;

  private Permutations() {}

  /** All of a few. */
  static <T> List<List<T>> all(List<T> elements) {
    List<List<T>> orders = List.of(List.of());
    for (T element : elements) {
      List<List<T>> longer = new ArrayList<>();
      for (List<T> order : orders) {
        for (int position = order.size(); position >= 0; position--) {
          List<T> next = new ArrayList<>(order);
          next.add(position, element);
          longer.add(next);
        }
      }
      orders = longer;
    }
    return orders;
  }

  /**
   * Those in which Java's hash table may give keys, of which one is known: keys of one bucket may
   * come either way. No more than 24; a table with more collisions is not tried further.
   */
  static List<List<String>> inHashTable(Collection<String> keys) {
    int buckets = Integer.highestOneBit(Math.max(1, (int) (keys.size() / LOAD))) * 2;
    List<List<String>> orders = List.of(List.of());
    List<String> bucket = new ArrayList<>();
    int current = -1;
    for (String key : keys) {
      int hash = key.hashCode();
      int at = (hash ^ (hash >>> 16)) & (buckets - 1);
      if (at != current) {
        orders = append(orders, bucket);
        bucket.clear();
        current = at;
      }
      bucket.add(key);
    }
    return append(orders, bucket);
  }

  private static List<List<String>> append(List<List<String>> orders, List<String> bucket) {
    boolean few = bucket.size() <= 3;
    List<List<String>> tails = few ? all(bucket) : List.of(List.copyOf(bucket));
    List<List<String>> longer = new ArrayList<>();
    for (List<String> order : orders) {
      for (List<String> tail : tails) {
        if (longer.size() < MOST) {
          List<String> next = new ArrayList<>(order);
          next.addAll(tail);
          longer.add(next);
        }
      }
    }
    return longer;
  }
}
