package org.nessiebackup.nessie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.projectnessie.versioned.storage.common.indexes.StoreIndexes.newStoreIndex;
import static org.projectnessie.versioned.storage.common.objtypes.CommitOp.COMMIT_OP_SERIALIZER;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.versioned.storage.common.indexes.StoreIndex;
import org.projectnessie.versioned.storage.common.objtypes.CommitOp;

class EncodedIndexTest {
  private static final int SEEDS = 200;

  @Test
  void entriesAreThoseThatNessieReads() throws UndecodableException {
    for (int seed = 0; seed < SEEDS; seed++) {
      ByteString bytes = RandomIndexes.index(new Random(seed)).serialize();

      assertThat(EncodedIndex.of(Slice.of(bytes.toByteArray())).entries())
          .as("seed %d", seed)
          .isEqualTo(RandomIndexes.asNessieReads(bytes));
    }
  }

  @Test
  void operationsAreWhatTheCommitItselfDid() throws UndecodableException {
    EncodedIndex index =
        EncodedIndex.of(Slice.of(RandomIndexes.index(new Random(7)).serialize().toByteArray()));

    assertThat(index.operations())
        .isNotEmpty()
        .isEqualTo(
            index.entries().stream().filter(entry -> entry.action().ofThisCommit()).toList());
  }

  @Test
  void firstVersionDoesNotSayHowManyEntriesThereAre() throws UndecodableException {
    byte[] second = RandomIndexes.index(new Random(1)).serialize().toByteArray();
    int countBytes = second[1] < 0 ? 2 : 1;
    byte[] first = Arrays.copyOfRange(second, countBytes, second.length);
    first[0] = 1;

    assertThat(EncodedIndex.of(Slice.of(first)).entries())
        .isEqualTo(EncodedIndex.of(Slice.of(second)).entries())
        .isNotEmpty();
  }

  @Test
  void truncatedIndexIsRefusedWhereverItEnds() {
    byte[] whole = RandomIndexes.index(new Random(3)).serialize().toByteArray();

    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> EncodedIndex.of(Slice.of(part)))
          .isInstanceOf(UndecodableException.class);
    }
  }

  @Test
  void noChangedByteLeadsOutOfTheIndex() {
    byte[] whole = RandomIndexes.index(new Random(4)).serialize().toByteArray();
    int refused = 0;
    for (int position = 0; position < whole.length; position++) {
      for (byte value : new byte[] {0, 1, 0x7f, (byte) 0x80, (byte) 0xff}) {
        byte[] changed = whole.clone();
        changed[position] = value;
        try {
          EncodedIndex.of(Slice.of(changed)).entries();
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
    RandomIndexes.add(index, "M\0sales\1eu.west\1orders\0C", new Random(5));
    RandomIndexes.add(index, "refs/heads/main", new Random(5));
    List<IndexEntry> entries = EncodedIndex.of(Slice.of(index.serialize().toByteArray())).entries();

    assertThat(entries.get(0).isContent()).isTrue();
    assertThat(entries.get(0).key()).isEqualTo(ContentKey.of("sales", "eu.west", "orders"));
    assertThat(entries.get(1).isContent()).isFalse();
    assertThat(entries.get(1).key()).isEqualTo(ContentKey.of("refs/heads/main"));
  }
}
