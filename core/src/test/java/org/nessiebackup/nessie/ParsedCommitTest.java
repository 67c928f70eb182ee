package org.nessiebackup.nessie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.nessie.relocated.protobuf.InvalidProtocolBufferException;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.proto.StorageTypes.ObjProto;

/** What is said without making the library's object is what that object says. */
class ParsedCommitTest {

  @Test
  void commitSaysWhatTheLibraryMakesOfIt() throws UndecodableException {
    assertSaysTheSame((ParsedCommit) ParsedObject.of(SampleObjects.commit()));
  }

  @Test
  void whateverByteIsChangedTheLibraryHasTheWord() {
    ObjectRow row = SampleObjects.commit();
    int refused = 0;
    for (int position = 0; position < row.value().length(); position++) {
      for (byte value : new byte[] {0, 1, 0x1f, 0x7f, (byte) 0x80, (byte) 0xff}) {
        byte[] bytes = row.value().bytes().clone();
        bytes[position] = value;
        refused += isRefused(SampleObjects.row("c", row.id(), bytes)) ? 1 : 0;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void whereverItEndsTheLibraryHasTheWord() {
    ObjectRow row = SampleObjects.commit();
    for (int length = 0; length < row.value().length(); length++) {
      isRefused(SampleObjects.row("c", row.id(), Arrays.copyOf(row.value().bytes(), length)));
    }
  }

  @Test
  void idsOfOtherLengthsAreWhatTheLibraryMakesOfThem() throws UndecodableException {
    ObjProto message = message(SampleObjects.commit());
    for (int length : new int[] {1, 8, 31, 33, 200}) {
      ObjProto.Builder changed = message.toBuilder();
      changed.getCommitBuilder().setTail(0, ByteString.copyFrom(new byte[length]));
      byte[] bytes = changed.build().toByteArray();

      assertSaysTheSame(
          (ParsedCommit) ParsedObject.of(SampleObjects.row("c", SampleObjects.id(1), bytes)));
    }
  }

  private static ObjProto message(ObjectRow row) {
    try {
      return ObjProto.parseFrom(row.value().bytes());
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Compares with what the library makes of a copy of the bytes. */
  private static boolean isRefused(ObjectRow row) {
    ParsedObject found;
    try {
      found = ParsedObject.of(row);
    } catch (UndecodableException refused) {
      assertThat(libraryRefuses(row)).as(refused.getMessage()).isTrue();
      return true;
    }
    if (found instanceof ParsedCommit commit) {
      try {
        assertSaysTheSame(commit);
      } catch (UndecodableException refused) {
        throw new AssertionError("the library refuses what was taken", refused);
      }
    }
    return false;
  }

  private static boolean libraryRefuses(ObjectRow row) {
    try {
      ObjProto message = ObjProto.parseFrom(row.value().bytes());
      if (!message.hasCommit()) {
        return true;
      }
      ParsedObject.decode(row, message);
      return false;
    } catch (InvalidProtocolBufferException | UndecodableException refused) {
      return true;
    }
  }

  private static ObjectId id(ObjId id) {
    return ObjectId.of(id.asByteArray());
  }

  private static void assertSaysTheSame(ParsedCommit stored) throws UndecodableException {
    CommitObj commit = stored.object();
    assertThat(stored.parent()).isEqualTo(id(commit.directParent()));
    assertThat(stored.isFirst()).isEqualTo(commit.directParent().equals(ObjId.EMPTY_OBJ_ID));
    List<Long> ancestors = new ArrayList<>();
    commit.tail().forEach(id -> ancestors.add(id(id).prefix()));
    assertThat(stored.ancestors()).containsExactly(ancestors.toArray(Long[]::new));
    assertThat(stored.merged())
        .isEqualTo(
            commit.secondaryParents().stream()
                .filter(id -> !id.equals(ObjId.EMPTY_OBJ_ID))
                .map(ParsedCommitTest::id)
                .toList());
    assertThat(stored.referenceIndex())
        .isEqualTo(Optional.ofNullable(commit.referenceIndex()).map(ParsedCommitTest::id));
    assertThat(stored.stripes())
        .isEqualTo(
            commit.referenceIndexStripes().stream().map(part -> id(part.segment())).toList());
    assertThat(stored.hasIncompleteIndex()).isEqualTo(commit.incompleteIndex());
    assertThat(stored.sequence()).isEqualTo(commit.seq());
    assertThat(stored.createdMicros()).isEqualTo(commit.created());
    assertThat(stored.message()).isEqualTo(commit.message());
    Slice index = stored.index();
    assertThat(ByteString.copyFrom(index.array(), index.from(), index.length()))
        .isEqualTo(commit.incrementalIndex());
  }
}
