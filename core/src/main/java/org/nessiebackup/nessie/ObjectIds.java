package org.nessiebackup.nessie;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.nessiebackup.nessie.ParsedObject.Standard;
import org.projectnessie.versioned.storage.common.objtypes.ContentValueObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexObj;
import org.projectnessie.versioned.storage.common.objtypes.IndexSegmentsObj;
import org.projectnessie.versioned.storage.common.objtypes.RefObj;
import org.projectnessie.versioned.storage.common.objtypes.StringObj;
import org.projectnessie.versioned.storage.common.objtypes.TagObj;
import org.projectnessie.versioned.storage.common.objtypes.UniqueIdObj;
import org.projectnessie.versioned.storage.common.persist.Obj;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.HeaderEntry;

/**
 * Recomputes ids from what they are hashes of, by the recipes of Nessie's library. What there is
 * most of, commits and contents, is digested here with less effort. A digest that comes out is
 * right whoever made it; of all but commits, the library decides where it does not. For several
 * threads.
 *
 * <p>A commit's id covers parent, message, headers and its operations, in the order in which its
 * author gave them. The order is not kept, so that few operations are tried in all orders and many
 * in the order of their keys only: an id that does not come out need not be wrong.
 */
public final class ObjectIds {
  private static final int TRIED_IN_ALL_ORDERS = 4;
  private static final int MOST_ORDERS = 1_000;
  private static final int TRIED = 24;
  private static final double LOAD = 0.75;

  /** The authors' order of the names of headers that are stored in another one. */
  private final Map<List<String>, List<String>> orders = new ConcurrentHashMap<>();

  private final ThreadLocal<IdMessage> messages = ThreadLocal.withInitial(IdMessage::new);

  /** Whether an object's id, which is no commit's, is what the recipe gives. */
  public boolean verifyHash(ObjectId id, Standard standard) {
    Obj object = standard.object();
    return (object instanceof ContentValueObj value && isQuick(id, value))
        || isOld(object)
        || id.equals(ObjectId.of(made(object).id()));
  }

  private boolean isQuick(ObjectId id, ContentValueObj value) {
    IdMessage message = messages.get().of(ObjectType.VALUE);
    return message.put(value.contentId()).put(value.payload()).put(value.data()).makes(id);
  }

  /** References that old versions made know no time, and had another recipe. */
  private static boolean isOld(Obj object) {
    return object instanceof RefObj ref && ref.createdAtMicros() == 0;
  }

  /** The same object with the id that the library gives it. */
  private static Obj made(Obj object) {
    return switch (object) {
      case ContentValueObj value ->
          ContentValueObj.contentValue(value.contentId(), value.payload(), value.data());
      case IndexObj index -> IndexObj.index(index.index());
      case IndexSegmentsObj segments -> IndexSegmentsObj.indexSegments(segments.stripes());
      case StringObj text ->
          StringObj.stringData(
              text.contentType(),
              text.compression(),
              text.filename(),
              text.predecessors(),
              text.text());
      case TagObj tag -> TagObj.tag(tag.message(), tag.headers(), tag.signature());
      case UniqueIdObj unique -> UniqueIdObj.uniqueId(unique.space(), unique.value());
      case RefObj ref ->
          RefObj.ref(
              ref.name(), ref.initialPointer(), ref.createdAtMicros(), ref.extendedInfoObj());
      default -> throw new IllegalArgumentException("there is no recipe for " + object.type());
    };
  }

  /**
   * Whether a commit's id is what the recipe gives for these operations, in some order.
   *
   * @param operations what it put and removed, in the order of keys
   */
  public boolean verifyHash(ParsedCommit commit, List<IndexEntry> operations) {
    List<String> stored = new ArrayList<>(commit.headers().size());
    for (HeaderEntry header : commit.headers()) {
      stored.add(header.getName());
    }
    return makes(commit, orders.getOrDefault(stored, stored), operations)
        || isInAnotherOrder(commit, stored, operations);
  }

  private boolean isInAnotherOrder(
      ParsedCommit commit, List<String> stored, List<IndexEntry> operations) {
    List<List<IndexEntry>> removals = orders(operations, false);
    List<List<IndexEntry>> puts = orders(operations, true);
    for (List<String> headers : inHashTable(stored)) {
      for (List<IndexEntry> removed : removals) {
        for (List<IndexEntry> put : puts) {
          if (makes(commit, headers, Stream.concat(removed.stream(), put.stream()).toList())) {
            if (orders.size() < MOST_ORDERS) {
              orders.put(stored, headers);
            }
            return true;
          }
        }
      }
    }
    return false;
  }

  private static List<List<IndexEntry>> orders(List<IndexEntry> operations, boolean puts) {
    List<IndexEntry> some =
        operations.stream().filter(each -> each.action().present() == puts).toList();
    return canBeTried(operations.size()) ? all(some) : List.of(some);
  }

  /** Whether so few operations are tried in all orders. */
  public static boolean canBeTried(int operations) {
    return operations <= TRIED_IN_ALL_ORDERS;
  }

  private boolean makes(ParsedCommit commit, List<String> names, List<IndexEntry> operations) {
    IdMessage message = messages.get().of(ObjectType.COMMIT);
    message.put(commit.parentBytes()).put(commit.message());
    for (String name : names) {
      put(message, name, commit.headers());
    }
    for (IndexEntry operation : operations) {
      if (!operation.action().present()) {
        message.put(2).put(operation.payload()).put(operation.storedKey());
        message.put(operation.contentId().orElse(null));
      }
    }
    for (IndexEntry operation : operations) {
      if (operation.action().present()) {
        message.put(1).put(operation.storedKey()).put(operation.payload());
        message.put(operation.value().map(ObjectId::array).orElse(null));
        message.put(operation.contentId().orElse(null));
      }
    }
    return message.makes(commit.id());
  }

  private static void put(IdMessage message, String name, List<HeaderEntry> headers) {
    for (HeaderEntry header : headers) {
      if (header.getName().equals(name)) {
        message.put(name);
        header.getValuesList().forEach(message::put);
        return;
      }
    }
  }

  /** All of a few. */
  private static <T> List<List<T>> all(List<T> elements) {
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
  private static List<List<String>> inHashTable(Collection<String> keys) {
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
        if (longer.size() < TRIED) {
          List<String> next = new ArrayList<>(order);
          next.addAll(tail);
          longer.add(next);
        }
      }
    }
    return longer;
  }
}
