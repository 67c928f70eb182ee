package org.nessiebackup.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.projectnessie.versioned.storage.common.indexes.StoreIndexes.emptyImmutableIndex;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nessiebackup.catalog.CommitGraph;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectRow;
import org.projectnessie.versioned.storage.common.exceptions.ObjTooLargeException;
import org.projectnessie.versioned.storage.common.objtypes.CommitHeaders;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.objtypes.CommitOp;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.serialize.ProtoSerialization;

class InMemoryCommitsTest {
  private static final int COMMITS = 8_000;

  /**
   * Numbers are given to commits that come and to those that are only pointed to, so tables grow at
   * both.
   */
  @Test
  void everyCommitKeepsItsParentInWhateverOrderTheyCome() {
    List<Commit> history =
        IntStream.rangeClosed(1, COMMITS).mapToObj(InMemoryCommitsTest::commit).toList();
    List<ObjectId> ids =
        IntStream.rangeClosed(1, COMMITS).mapToObj(InMemoryCommitsTest::id).toList();
    for (int seed = 0; seed < 8; seed++) {
      List<Commit> order = new ArrayList<>(history);
      Collections.shuffle(order, new Random(seed));
      InMemoryCommits commits = new InMemoryCommits(new CommitTrouble("memory"), Optional.empty());
      CommitGraph graph = commits.graph();
      order.forEach(commits::add);

      for (int i = 1; i < COMMITS; i++) {
        int found = commits.find(ids.get(i));
        assertThat(graph.contains(found)).isTrue();
        assertThat(graph.parent(found)).isEqualTo(commits.find(ids.get(i - 1)));
      }
      assertThat(graph.parent(commits.find(ids.getFirst()))).isEqualTo(CommitGraph.NONE);
    }
  }

  /** Spread as Nessie's are, which are checksums: numbers would lie in one heap of the table. */
  private static ObjectId id(int number) {
    try {
      byte[] bytes = ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
      return ObjectId.of(
          HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Commit commit(int number) {
    ObjId parent =
        number == 1 ? ObjId.EMPTY_OBJ_ID : ObjId.objIdFromByteArray(id(number - 1).bytes());
    CommitObj commit =
        CommitObj.commitBuilder()
            .id(ObjId.objIdFromByteArray(id(number).bytes()))
            .referenced(0)
            .created(number)
            .seq(number)
            .addTail(parent)
            .message("")
            .headers(CommitHeaders.EMPTY_COMMIT_HEADERS)
            .incrementalIndex(emptyImmutableIndex(CommitOp.COMMIT_OP_SERIALIZER).serialize())
            .build();
    try {
      byte[] bytes =
          ProtoSerialization.serializeObj(commit, Integer.MAX_VALUE, Integer.MAX_VALUE, false);
      return (Commit)
          ObjectDecoder.decode(new ObjectRow("", id(number), "c", Optional.empty(), bytes, 0));
    } catch (ObjTooLargeException e) {
      throw new IllegalStateException(e);
    }
  }
}
