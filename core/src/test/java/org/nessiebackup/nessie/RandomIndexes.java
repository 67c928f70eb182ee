package org.nessiebackup.nessie;

import static org.projectnessie.versioned.storage.common.indexes.StoreIndexElement.indexElement;
import static org.projectnessie.versioned.storage.common.indexes.StoreIndexes.deserializeStoreIndex;
import static org.projectnessie.versioned.storage.common.indexes.StoreIndexes.newStoreIndex;
import static org.projectnessie.versioned.storage.common.objtypes.CommitOp.COMMIT_OP_SERIALIZER;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.versioned.storage.common.indexes.StoreIndex;
import org.projectnessie.versioned.storage.common.indexes.StoreIndexElement;
import org.projectnessie.versioned.storage.common.indexes.StoreKey;
import org.projectnessie.versioned.storage.common.objtypes.CommitOp;
import org.projectnessie.versioned.storage.common.persist.ObjId;

/** Indexes as Nessie writes them, with odd keys and everything that an entry can be. */
public final class RandomIndexes {
  private RandomIndexes() {}

  public static StoreIndex<CommitOp> index(Random random) {
    StoreIndex<CommitOp> index = newStoreIndex(COMMIT_OP_SERIALIZER);
    int entries = 1 + random.nextInt(200);
    for (int i = 0; i < entries; i++) {
      add(index, key(random), random);
    }
    return index;
  }

  public static String key(Random random) {
    StringBuilder key = new StringBuilder("M\0");
    int elements = 1 + random.nextInt(4);
    for (int element = 0; element < elements; element++) {
      key.append(element == 0 ? "" : "\1").append(word(random));
    }
    return key.append("\0C").toString();
  }

  /** What a next commit may have: a few entries are put, others are gone, and actions age. */
  public static StoreIndex<CommitOp> next(StoreIndex<CommitOp> index, Random random) {
    StoreIndex<CommitOp> next = newStoreIndex(COMMIT_OP_SERIALIZER);
    for (StoreIndexElement<CommitOp> element : index) {
      CommitOp operation = element.content();
      int chance = random.nextInt(60);
      if (chance == 0) {
        add(next, element.key().rawString(), random);
      } else if (chance > 1) {
        next.add(indexElement(element.key(), chance == 2 ? operation : aged(operation)));
      }
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      add(next, key(random), random);
    }
    return next;
  }

  private static CommitOp aged(CommitOp operation) {
    return switch (operation.action()) {
      case ADD ->
          CommitOp.commitOp(
              CommitOp.Action.INCREMENTAL_ADD,
              operation.payload(),
              operation.value(),
              operation.contentId());
      case REMOVE ->
          CommitOp.commitOp(
              CommitOp.Action.INCREMENTAL_REMOVE,
              operation.payload(),
              operation.value(),
              operation.contentId());
      case NONE, INCREMENTAL_ADD, INCREMENTAL_REMOVE -> operation;
    };
  }

  private static String word(Random random) {
    String letters = "aabbcdefäß漢😀. /";
    int[] points = letters.codePoints().toArray();
    StringBuilder word = new StringBuilder();
    int length = 1 + random.nextInt(random.nextInt(20) == 0 ? 100 : 4);
    for (int i = 0; i < length; i++) {
      word.appendCodePoint(points[random.nextInt(points.length)]);
    }
    return word.toString();
  }

  public static void add(StoreIndex<CommitOp> index, String key, Random random) {
    CommitOp.Action[] actions = CommitOp.Action.values();
    CommitOp.Action action = actions[random.nextInt(actions.length)];
    byte[] id = new byte[32];
    random.nextBytes(id);
    ObjId value = random.nextInt(5) == 0 ? null : ObjId.objIdFromByteArray(id);
    UUID contentId = random.nextInt(5) == 0 ? null : new UUID(random.nextLong(), random.nextLong());
    index.add(
        indexElement(
            StoreKey.keyFromString(key),
            CommitOp.commitOp(action, random.nextInt(128), value, contentId)));
  }

  public static List<IndexEntry> asNessieReads(ByteString bytes) {
    List<IndexEntry> entries = new ArrayList<>();
    for (StoreIndexElement<CommitOp> element : deserializeStoreIndex(bytes, COMMIT_OP_SERIALIZER)) {
      CommitOp operation = element.content();
      entries.add(
          new IndexEntry(
              element.key().rawString(),
              Action.valueOf(operation.action().name()),
              operation.payload(),
              Optional.ofNullable(operation.value()).map(id -> ObjectId.of(id.asByteArray())),
              Optional.ofNullable(operation.contentId())));
    }
    return entries;
  }
}
