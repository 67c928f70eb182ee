package org.nessiebackup.nessie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.NessieObject.Index;
import org.nessiebackup.nessie.NessieObject.IndexSegments;
import org.nessiebackup.nessie.NessieObject.Other;
import org.nessiebackup.nessie.NessieObject.Ref;
import org.nessiebackup.nessie.NessieObject.Text;
import org.nessiebackup.nessie.NessieObject.Undecodable;
import org.nessiebackup.nessie.NessieObject.Unknown;
import org.nessiebackup.nessie.NessieObject.Value;

/** What Nessie's library wrote is what is read; what is new or damaged is said to be. */
class ObjectDecoderTest {

  @Test
  void commitSaysAllItHolds() {
    Commit commit = (Commit) ObjectDecoder.decode(SampleObjects.commit());

    assertThat(commit.parent()).isEqualTo(SampleObjects.id(1));
    assertThat(commit.tail()).containsExactly(SampleObjects.id(1), SampleObjects.id(2));
    assertThat(commit.secondaryParents()).containsExactly(SampleObjects.id(3));
    assertThat(commit.seq()).isEqualTo(7);
    assertThat(commit.createdMicros()).isEqualTo(1_234_567);
    assertThat(commit.referenceIndex()).contains(SampleObjects.id(4));
    assertThat(commit.message()).isEqualTo("put it");
    assertThat(commit.headers()).isEqualTo(Map.of("author", List.of("me", "you")));
    assertThat(commit.index().entries())
        .singleElement()
        .satisfies(
            entry -> {
              assertThat(entry.key()).isEqualTo(ContentKey.of("sales", "orders"));
              assertThat(entry.action()).isEqualTo(Action.ADD);
              assertThat(entry.value()).contains(SampleObjects.id(5));
              assertThat(entry.contentId()).contains(SampleObjects.CONTENT_ID);
            });
  }

  @Test
  void otherKindsSayWhatTheyHold() {
    assertThat((Index) ObjectDecoder.decode(SampleObjects.index()))
        .satisfies(index -> assertThat(index.index().entries()).hasSize(1));
    assertThat((IndexSegments) ObjectDecoder.decode(SampleObjects.segments()))
        .satisfies(
            segments ->
                assertThat(segments.stripes())
                    .containsExactly(new Stripe("a", "b", SampleObjects.id(6))));
    assertThat((Text) ObjectDecoder.decode(SampleObjects.text()))
        .satisfies(text -> assertThat(text.contentType()).isEqualTo("application/json"));
    assertThat(ObjectDecoder.decode(SampleObjects.tag()))
        .isEqualTo(new Other(SampleObjects.tag().id(), "t"));
    assertThat((Ref) ObjectDecoder.decode(SampleObjects.ref()))
        .satisfies(
            ref -> {
              assertThat(ref.name()).isEqualTo("refs/heads/main");
              assertThat(ref.initialPointer()).isEqualTo(ObjectId.EMPTY);
            });
    assertThat(ObjectDecoder.decode(SampleObjects.unique()))
        .isEqualTo(new Other(SampleObjects.unique().id(), "u"));
  }

  @Test
  void contentIsShownAsTheApiShowsIt() {
    Value value = (Value) ObjectDecoder.decode(SampleObjects.table());
    NessieContent content = Contents.decode(value);

    assertThat(content.type()).isEqualTo("ICEBERG_TABLE");
    assertThat(content.id()).isEqualTo(SampleObjects.CONTENT_ID.toString());
    assertThat(content.metadataLocation()).contains("s3://lake/orders/v1.json");
    assertThat(content.json())
        .contains(
            "\"type\":\"ICEBERG_TABLE\"", "\"metadataLocation\":\"s3://lake/orders/v1.json\"");
  }

  @Test
  void contentOfUnknownKindIsNoDamage() {
    Value value = new Value(SampleObjects.id(1), "x", 99, new byte[0]);

    assertThatThrownBy(() -> Contents.decode(value))
        .isInstanceOfSatisfying(
            BackupException.class,
            failure -> assertThat(failure.failure()).isEqualTo(Failure.FORMAT_UNSUPPORTED));
  }

  @Test
  void contentThatIsNoneIsDamage() {
    Value value = new Value(SampleObjects.id(1), "x", 1, new byte[] {(byte) 0xff, 1, 2});

    assertThatThrownBy(() -> Contents.decode(value))
        .isInstanceOfSatisfying(
            BackupException.class,
            failure -> assertThat(failure.failure()).isEqualTo(Failure.DAMAGED));
  }

  @Test
  void objectOfAServiceIsKeptAsItIs() {
    assertThat(ObjectDecoder.decode(SampleObjects.custom()))
        .isEqualTo(new Other(SampleObjects.id(9), "ct-snap"));
  }

  @Test
  void unknownTypeIsSaidToBeUnknown() {
    ObjectRow row = SampleObjects.row("x", SampleObjects.id(8), new byte[0]);

    assertThat(ObjectDecoder.decode(row)).isInstanceOf(Unknown.class);
  }

  @Test
  void bytesOfAnotherTypeAreDamage() {
    ObjectRow row =
        SampleObjects.row("v", SampleObjects.id(8), SampleObjects.commit().value().bytes());

    assertThat(ObjectDecoder.decode(row))
        .isInstanceOfSatisfying(
            Undecodable.class,
            damaged -> assertThat(damaged.reason()).contains("VALUE").contains("COMMIT"));
  }

  @Test
  void everyTruncationIsAnsweredAndNothingIsThrown() {
    for (ObjectRow row : SampleObjects.oneOfEach()) {
      byte[] value = row.value().bytes();
      for (int length = 0; length < value.length; length++) {
        byte[] part = java.util.Arrays.copyOf(value, length);
        assertThat(ObjectDecoder.decode(SampleObjects.row(row.type(), row.id(), part))).isNotNull();
      }
    }
  }

  @Test
  void unreadablePreviousPointersAreSaidToBe() {
    byte[] pointer = SampleObjects.id(1).bytes();
    ReferenceRow row =
        ReferenceRow.of("", "refs/heads/main", pointer, false, 0, null, new byte[] {9, 1});

    assertThat(row.damage()).isPresent();
    assertThat(row.previous()).isEmpty();
    assertThat(ReferenceRow.of("", "refs/heads/main", pointer, false, 0, null, null).damage())
        .isEmpty();
  }

  @Test
  void emptyIdIsNessies() {
    assertThat(ObjectId.EMPTY.hex())
        .isEqualTo(
            org.projectnessie.versioned.storage.common.persist.ObjId.EMPTY_OBJ_ID.toString());
    assertThat(UUID.fromString(SampleObjects.CONTENT_ID.toString()))
        .isEqualTo(SampleObjects.CONTENT_ID);
  }
}
