package org.nessiebackup.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.nessie.EncodedIndex;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.RandomIndexes;
import org.nessiebackup.nessie.Slice;
import org.nessiebackup.nessie.UndecodableException;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.versioned.storage.common.indexes.StoreIndex;
import org.projectnessie.versioned.storage.common.objtypes.CommitOp;

/** What is read by comparison is what is read whole, and what Nessie's own reader makes of it. */
class IndexReaderTest {
  private static final int SEEDS = 60;
  private static final int COMMITS = 12;

  /** As what a value is pointed to. */
  private record Pointed(ObjectId id, int roles) {}

  @Test
  void entriesOfOneCommitAfterAnotherAreThoseThatNessieReads() throws UndecodableException {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      StoreIndex<CommitOp> index = RandomIndexes.index(random);
      KnownIndex known = KnownIndex.NONE;
      Map<ObjectId, Integer> pointed = new HashMap<>();
      for (int commit = 0; commit < COMMITS; commit++) {
        ByteString bytes = index.serialize();
        List<IndexEntry> entries = RandomIndexes.asNessieReads(bytes);

        IndexReader reading = IndexReader.of(Slice.of(bytes.toByteArray()), known);

        assertThat(reading.index().size()).isEqualTo(entries.size());
        assertThat(reading.operations())
            .as("seed %d, commit %d", seed, commit)
            .isEqualTo(entries.stream().filter(entry -> entry.action().ofThisCommit()).toList());
        pointed(reading, bytes)
            .forEach(one -> pointed.merge(one.id(), one.roles(), (a, b) -> a | b));
        assertThat(values(entries)).allMatch(one -> isPointed(pointed, one));
        assertThat(values(entries)).containsAll(pointed(reading, bytes));
        assertSameLayout(reading.known(), whole(bytes).known());
        known = reading.known();
        index = RandomIndexes.next(index, random);
      }
    }
  }

  @Test
  void whatAParentHasIsNotReportedAgain() throws UndecodableException {
    StoreIndex<CommitOp> index = RandomIndexes.index(new Random(8));
    ByteString bytes = index.serialize();
    KnownIndex known = whole(bytes).known();
    List<IndexEntry> entries = RandomIndexes.asNessieReads(bytes);

    IndexReader again = IndexReader.of(Slice.of(bytes.toByteArray()), known);

    // What a commit did itself is reported by each commit that says so.
    assertThat(pointed(again, bytes))
        .hasSizeLessThan(values(entries).size())
        .containsExactlyElementsOf(
            values(entries.stream().filter(entry -> entry.action().ofThisCommit()).toList()));
  }

  @Test
  void anyOtherIndexMayBeComparedWith() throws UndecodableException {
    for (int seed = 0; seed < SEEDS; seed++) {
      ByteString bytes = RandomIndexes.index(new Random(seed)).serialize();
      ByteString other = RandomIndexes.index(new Random(seed + 1_000)).serialize();
      List<IndexEntry> entries = RandomIndexes.asNessieReads(bytes);

      IndexReader reading = IndexReader.of(Slice.of(bytes.toByteArray()), whole(other).known());

      assertThat(reading.index().entries()).isEqualTo(entries);
      Map<ObjectId, Integer> pointed = new HashMap<>();
      Stream.of(pointed(reading, bytes), values(RandomIndexes.asNessieReads(other)))
          .flatMap(List::stream)
          .forEach(one -> pointed.merge(one.id(), one.roles(), (a, b) -> a | b));
      assertThat(values(entries)).allMatch(one -> isPointed(pointed, one));
    }
  }

  @Test
  void anIndexInTheMiddleOfOtherBytesIsReadToItsEnd() throws UndecodableException {
    ByteString bytes = RandomIndexes.index(new Random(2)).serialize();
    byte[] around = new byte[bytes.size() + 20];
    bytes.copyTo(around, 7);
    Slice slice = new Slice(around, 7, 7 + bytes.size());

    IndexReader reading = IndexReader.of(slice, whole(bytes).known());

    assertThat(reading.index().entries()).isEqualTo(RandomIndexes.asNessieReads(bytes));
  }

  @Test
  void damageIsRefusedInTheSameWordsWhateverIsKnown() throws UndecodableException {
    Random random = new Random(6);
    StoreIndex<CommitOp> parent = RandomIndexes.index(random);
    KnownIndex known = whole(parent.serialize()).known();
    byte[] child = RandomIndexes.next(parent, random).serialize().toByteArray();
    int refused = 0;
    for (int position = 0; position < child.length; position++) {
      for (byte value : new byte[] {0, 1, 0x7f, (byte) 0x80, (byte) 0xff}) {
        byte[] changed = child.clone();
        changed[position] = value;
        Optional<String> failure = failure(changed, KnownIndex.NONE);

        assertThat(failure(changed, known)).isEqualTo(failure);
        refused += failure.isPresent() ? 1 : 0;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void truncationIsRefusedWhateverIsKnown() throws UndecodableException {
    byte[] whole = RandomIndexes.index(new Random(3)).serialize().toByteArray();
    KnownIndex known = IndexReader.of(Slice.of(whole), KnownIndex.NONE).known();

    for (int length = 0; length < whole.length; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      assertThat(failure(part, known)).isPresent().isEqualTo(failure(part, KnownIndex.NONE));
    }
  }

  private static boolean isPointed(Map<ObjectId, Integer> pointed, Pointed one) {
    return (pointed.getOrDefault(one.id(), 0) & one.roles()) == one.roles();
  }

  private static Optional<String> failure(byte[] bytes, KnownIndex known) {
    try {
      List<IndexEntry> entries = IndexReader.of(Slice.of(bytes), known).index().entries();
      assertThat(entries).isEqualTo(EncodedIndex.of(Slice.of(bytes)).entries());
      return Optional.empty();
    } catch (UndecodableException refused) {
      return Optional.of(refused.getMessage());
    }
  }

  private static IndexReader whole(ByteString bytes) throws UndecodableException {
    return IndexReader.of(Slice.of(bytes.toByteArray()), KnownIndex.NONE);
  }

  private static void assertSameLayout(KnownIndex one, KnownIndex other) {
    for (int entry = 0; entry < one.entries(); entry++) {
      assertThat(one.start(entry)).isEqualTo(other.start(entry));
      assertThat(one.kept()[entry]).isEqualTo(other.kept()[entry]);
    }
    assertThat(one.start(one.entries())).isEqualTo(other.start(other.entries()));
  }

  private static List<Pointed> pointed(IndexReader reading, ByteString bytes) {
    List<Pointed> pointed = new ArrayList<>();
    byte[] array = bytes.toByteArray();
    PointedIds values = reading.values();
    for (int id = 0; id < values.size(); id++) {
      ObjectId value = ObjectId.of(array, values.offset(id), values.length(id));
      pointed.add(new Pointed(value, values.roles(id)));
    }
    return pointed;
  }

  private static List<Pointed> values(List<IndexEntry> entries) {
    return entries.stream()
        .filter(entry -> entry.action().present() && entry.value().isPresent())
        .map(
            entry ->
                new Pointed(
                    entry.value().get(),
                    (entry.isContent() ? Role.CONTENT : Role.INTERNAL)
                        | (entry.action().ofThisCommit() ? Role.ADDED : Role.NONE)))
        .toList();
  }
}
