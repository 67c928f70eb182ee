package org.nessiebackup.nessie;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.nessiebackup.nessie.StoredObject.Standard;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.objtypes.ContentValueObj;

/**
 * Confirms ids as {@link ObjectIds} does, with less effort for what there is most of: commits whose
 * headers were in an order that was met before, and contents. A digest that comes out is right
 * whoever made it; where it does not, Nessie's library has the word. Several threads may ask.
 */
final class QuickIds {
  private static final int MOST_ORDERS = 1_000;

  private final Map<List<String>, List<String>> headerOrders = new ConcurrentHashMap<>();
  private final ThreadLocal<IdMessage> messages = ThreadLocal.withInitial(IdMessage::new);

  /** Whether an object's id, which is no commit's, is what the recipe gives. */
  boolean confirm(Standard standard) {
    return (standard.object() instanceof ContentValueObj value && isQuick(value))
        || ObjectIds.confirms(standard);
  }

  private boolean isQuick(ContentValueObj value) {
    IdMessage message = messages.get().of(ObjectType.VALUE);
    return value
        .id()
        .equals(message.put(value.contentId()).put(value.payload()).put(value.data()).id());
  }

  /**
   * Whether a commit's id is what the recipe gives for these operations, in some order.
   *
   * @param operations what it put and removed, in the order of keys
   */
  boolean confirm(CommitObj commit, List<IndexEntry> operations) {
    List<String> stored = List.copyOf(commit.headers().keySet());
    if (isQuick(commit, headerOrders.getOrDefault(stored, stored), operations)) {
      return true;
    }
    Optional<List<String>> order = ObjectIds.confirms(commit, operations);
    if (order.isPresent() && headerOrders.size() < MOST_ORDERS) {
      headerOrders.put(stored, order.get());
    }
    return order.isPresent();
  }

  private boolean isQuick(CommitObj commit, List<String> headers, List<IndexEntry> operations) {
    IdMessage message = messages.get().of(ObjectType.COMMIT);
    message.put(commit.directParent().asByteArray()).put(commit.message());
    for (String header : headers) {
      message.put(header);
      commit.headers().getAll(header).forEach(message::put);
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
    return commit.id().equals(message.id());
  }
}
