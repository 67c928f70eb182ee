package org.nessiebackup.nessie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.projectnessie.versioned.storage.common.indexes.StoreIndexElement.indexElement;
import static org.projectnessie.versioned.storage.common.indexes.StoreIndexes.deserializeStoreIndex;
import static org.projectnessie.versioned.storage.common.indexes.StoreIndexes.newStoreIndex;
import static org.projectnessie.versioned.storage.common.objtypes.CommitOp.COMMIT_OP_SERIALIZER;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.versioned.storage.common.indexes.StoreIndex;
import org.projectnessie.versioned.storage.common.indexes.StoreIndexElement;
import org.projectnessie.versioned.storage.common.indexes.StoreKey;
import org.projectnessie.versioned.storage.common.objtypes.CommitOp;
import org.projectnessie.versioned.storage.common.persist.ObjId;

class EncodedIndexTest {
  private static final int SEEDS = 200;

  @Test
  void entriesAreThoseThatNessieReads() throws UndecodableException {
    for (int seed = 0; seed < SEEDS; seed++) {
      ByteString bytes = index(new Random(seed)).serialize();

      assertThat(EncodedIndex.of(bytes.toByteArray()).entries())
          .as("seed %d", seed)
          .isEqualTo(asNessieReads(bytes));
    }
  }

  @Test
  void firstVersionDoesNotSayHowManyEntriesThereAre() throws UndecodableException {
    byte[] second = index(new Random(1)).serialize().toByteArray();
    int countBytes = second[1] < 0 ? 2 : 1;
    byte[] first = Arrays.copyOfRange(second, countBytes, second.length);
    first[0] = 1;

    assertThat(EncodedIndex.of(first).entries())
        .isEqualTo(EncodedIndex.of(second).entries())
        .isNotEmpty();
  }

  @Test
  void truncatedIndexIsRefusedWhereverItEnds() {
    byte[] whole = index(new Random(3)).serialize().toByteArray();

    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> EncodedIndex.of(part)).isInstanceOf(UndecodableException.class);
    }
  }

  @Test
  void noChangedByteLeadsOutOfTheIndex() {
    byte[] whole = index(new Random(4)).serialize().toByteArray();
    int refused = 0;
    for (int position = 0; position < whole.length; position++) {
      for (byte value : new byte[] {0, 1, 0x7f, (byte) 0x80, (byte) 0xff}) {
        byte[] changed = whole.clone();
        changed[position] = value;
        try {
          EncodedIndex.of(changed).entries();
        } catch (UndecodableException expected) {
          refused++;
        }
      }
    }

    assertThat(refused).isPositive();
  }

  @Test
  void keyKnowsItsElements() throws UndecodableException {
    StoreIndex<CommitOp> index = newStoreIndex(COMMIT_OP_SERIALIZER);
    add(index, "M\0sales\1eu.west\1orders\0C", new Random(5));
    add(index, "refs/heads/main", new Random(5));
    List<IndexEntry> entries = EncodedIndex.of(index.serialize().toByteArray()).entries();

    assertThat(entries.get(0).isContent()).isTrue();
    assertThat(entries.get(0).key()).isEqualTo(ContentKey.of("sales", "eu.west", "orders"));
    assertThat(entries.get(1).isContent()).isFalse();
    assertThat(entries.get(1).key()).isEqualTo(ContentKey.of("refs/heads/main"));
  }

  private static StoreIndex<CommitOp> index(Random random) {
    StoreIndex<CommitOp> index = newStoreIndex(COMMIT_OP_SERIALIZER);
    int entries = 1 + random.nextInt(200);
    for (int i = 0; i < entries; i++) {
      StringBuilder key = new StringBuilder("M\0");
      int elements = 1 + random.nextInt(4);
      for (int element = 0; element < elements; element++) {
        key.append(element == 0 ? "" : "\1").append(word(random));
      }
      add(index, key.append("\0C").toString(), random);
    }
    return index;
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

  private static void add(StoreIndex<CommitOp> index, String key, Random random) {
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

  private static List<IndexEntry> asNessieReads(ByteString bytes) {
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
