package org.nessiebackup.vault.object;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * What was read of objects, for whoever looks at a vault again and again. Objects never change, so
 * what was read of one is true as long as a listing shows the same: name, size and moment of
 * writing. For several threads.
 */
public final class Memory {
  /** Remembers nothing. */
  public static final Memory NONE = new Memory(0);

  private static final int MOST_SHARED = 1_000;

  private final int most;
  private final Map<Object, Object> read;
  private final Map<Object, Object> shared = new HashMap<>();
  private Object last = "";

  /**
   * An empty one.
   *
   * @param most so many are remembered; then the one that was not asked for the longest time goes
   */
  public Memory(int most) {
    this.most = most;
    this.read =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
            return size() > most;
          }
        };
  }

  /**
   * Forgets everything if something has changed that it depends on besides the objects themselves.
   *
   * @param conditions whatever that is, compared with the last ones
   */
  public void under(Object conditions) {
    synchronized (read) {
      if (!conditions.equals(last)) {
        read.clear();
        last = conditions;
      }
    }
  }

  /**
   * The first of all equal values, so that what thousands of documents repeat is held once.
   *
   * @param value something small of which there are few different ones
   */
  public <T> T one(Class<T> type, T value) {
    if (most == 0) {
      return value;
    }
    synchronized (read) {
      if (shared.size() >= MOST_SHARED) {
        shared.clear();
      }
      return type.cast(shared.computeIfAbsent(value, unused -> value));
    }
  }

  private record Key(Class<?> type, Object listed) {}

  /** What was read before, if it is remembered. */
  <T> Optional<T> find(Class<T> type, Object listed) {
    synchronized (read) {
      return Optional.ofNullable(read.get(new Key(type, listed))).map(type::cast);
    }
  }

  /**
   * What was read before, or is read now.
   *
   * @param type of what is read
   * @param listed what a listing says of the objects that it depends on
   * @param lasting whether what was read may be remembered; what went wrong may go well next time
   */
  public <T> T of(Class<T> type, Object listed, Supplier<T> reading, Predicate<T> lasting) {
    Optional<T> known = find(type, listed);
    if (known.isPresent()) {
      return known.get();
    }
    T now = reading.get();
    if (most > 0 && lasting.test(now)) {
      synchronized (read) {
        read.put(new Key(type, listed), now);
      }
    }
    return now;
  }
}
