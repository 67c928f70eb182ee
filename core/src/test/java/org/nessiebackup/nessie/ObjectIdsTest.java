package org.nessiebackup.nessie;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.versioned.storage.common.objtypes.ContentValueObj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.ObjIdHasher;

/** Ids are made as Nessie's library makes them. */
class ObjectIdsTest {
  private static final int SEEDS = 500;

  @Test
  void messageIsThatOfNessiesHasher() {
    IdMessage message = new IdMessage();
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = new byte[random.nextInt(3_000)];
      random.nextBytes(bytes);
      UUID uuid = new UUID(random.nextLong(), random.nextLong());
      String text = List.of("", "plain", "ä漢😀", "\uD800 alone", "\0").get(random.nextInt(5));

      ObjId expected =
          ObjIdHasher.objIdHasher(ObjectType.COMMIT)
              .hash(text)
              .hash(seed)
              .hash(bytes)
              .hash(uuid)
              .hash(-seed)
              .hash((String) null)
              .hash((UUID) null)
              .hash((byte[]) null)
              .generate();

      assertThat(
              message
                  .of(ObjectType.COMMIT)
                  .put(text)
                  .put(seed)
                  .put(ByteString.copyFrom(bytes))
                  .put(uuid)
                  .put(-seed)
                  .put((String) null)
                  .put((UUID) null)
                  .put((byte[]) null)
                  .makes(ObjectId.of(expected.asByteArray())))
          .isTrue();
    }
  }

  @Test
  void contentIsVerifiedAndOneWithAnotherIdIsNot() {
    ContentValueObj value =
        ContentValueObj.contentValue(UUID.randomUUID().toString(), 3, ByteString.copyFromUtf8("x"));
    ContentValueObj other =
        ContentValueObj.contentValue(
            ObjId.randomObjId(), 0, value.contentId(), value.payload(), value.data());

    assertThat(verifyHash(value)).isTrue();
    assertThat(verifyHash(other)).isFalse();
  }

  private static boolean verifyHash(ContentValueObj value) {
    return new ObjectIds()
        .verifyHash(
            ObjectId.of(value.id().asByteArray()),
            new ParsedObject.Standard(ObjectType.VALUE, value));
  }
}
