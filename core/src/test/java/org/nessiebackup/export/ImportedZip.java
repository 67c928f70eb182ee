package org.nessiebackup.export;

import static org.projectnessie.versioned.storage.common.indexes.StoreIndexElement.indexElement;
import static org.projectnessie.versioned.storage.common.indexes.StoreIndexes.newStoreIndex;
import static org.projectnessie.versioned.storage.common.indexes.StoreKey.keyFromString;
import static org.projectnessie.versioned.storage.common.objtypes.CommitOp.commitOp;
import static org.projectnessie.versioned.storage.common.objtypes.CommitOp.contentIdMaybe;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import org.nessiebackup.testing.NessieZip;
import org.projectnessie.model.Content;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.versioned.storage.common.config.StoreConfig;
import org.projectnessie.versioned.storage.common.exceptions.ObjNotFoundException;
import org.projectnessie.versioned.storage.common.exceptions.ObjTooLargeException;
import org.projectnessie.versioned.storage.common.exceptions.RefAlreadyExistsException;
import org.projectnessie.versioned.storage.common.exceptions.RetryTimeoutException;
import org.projectnessie.versioned.storage.common.indexes.StoreIndex;
import org.projectnessie.versioned.storage.common.logic.Logics;
import org.projectnessie.versioned.storage.common.objtypes.CommitHeaders;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.objtypes.CommitOp;
import org.projectnessie.versioned.storage.common.objtypes.ContentValueObj;
import org.projectnessie.versioned.storage.common.objtypes.UniqueIdObj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.ObjTypes;
import org.projectnessie.versioned.storage.common.persist.Persist;
import org.projectnessie.versioned.storage.inmemory.InmemoryBackendConfig;
import org.projectnessie.versioned.storage.inmemory.InmemoryBackendFactory;
import org.projectnessie.versioned.storage.serialize.SmileSerialization;
import org.projectnessie.versioned.store.DefaultStoreWorker;

/**
 * Does what Nessie's import tool does, step by step, into Nessie's own store in memory: nothing of
 * the source is there but what the zip file holds.
 */
final class ImportedZip {
  private final NessieZip zip;
  private final Persist persist;

  private ImportedZip(NessieZip zip, Persist persist) {
    this.zip = zip;
    this.persist = persist;
  }

  static Persist into(NessieZip zip) {
    Persist persist =
        new InmemoryBackendFactory()
            .buildBackend(InmemoryBackendConfig.builder().build())
            .createFactory()
            .newPersist(StoreConfig.Adjustable.empty());
    try {
      new ImportedZip(zip, persist).run();
    } catch (ObjTooLargeException
        | ObjNotFoundException
        | RefAlreadyExistsException
        | RetryTimeoutException
        | IOException e) {
      throw new AssertionError(e);
    }
    return persist;
  }

  private void run()
      throws ObjTooLargeException,
          ObjNotFoundException,
          RefAlreadyExistsException,
          RetryTimeoutException,
          IOException {
    NessieZip.Message heads = zip.heads();
    makeRepository();
    for (NessieZip.Message object : zip.objects()) {
      store(object);
    }
    for (NessieZip.Message commit : zip.commits()) {
      persist.storeObj(commit(commit));
    }
    for (NessieZip.Message reference : zip.references()) {
      Logics.referenceLogic(persist)
          .createReferenceForImport(
              reference.text("name"),
              ObjId.objIdFromByteArray(reference.bytes("pointer")),
              ObjId.objIdFromByteArray(reference.bytes("extended_info_obj")),
              reference.number("created_at_micros"));
    }
    for (String head : heads.hexes("heads")) {
      Logics.indexesLogic(persist)
          .completeIndexesInCommitChain(ObjId.objIdFromString(head), () -> {});
    }
  }

  private void makeRepository() {
    NessieZip.Message description = zip.description();
    Logics.repositoryLogic(persist)
        .initialize(
            description.text("default_branch_name"),
            false,
            builder -> {
              builder.oldestPossibleCommitTime(
                  Instant.ofEpochMilli(description.number("oldest_commit_timestamp_millis")));
              description
                  .messages("properties")
                  .forEach(entry -> builder.putProperties(entry.text("key"), entry.text("value")));
            });
  }

  private void store(NessieZip.Message object) throws ObjTooLargeException {
    ObjId id = ObjId.objIdFromByteArray(object.bytes("id"));
    if (object.text("type_name").equals("u")) {
      persist.storeObj(
          UniqueIdObj.uniqueId(
              id, 0, object.text("space"), ByteString.copyFrom(object.bytes("data"))));
      return;
    }
    assertSmile(object);
    persist.storeObj(
        SmileSerialization.deserializeObj(
            id,
            object.has("version_token") ? object.text("version_token") : null,
            object.bytes("data"),
            ObjTypes.objTypeByName(object.text("type_name")),
            0,
            object.text("compression")));
  }

  private static void assertSmile(NessieZip.Message object) {
    if (!object.choice("encoding").equals("Smile")) {
      throw new AssertionError("an object of encoding " + object.choice("encoding"));
    }
  }

  private CommitObj commit(NessieZip.Message commit) throws ObjTooLargeException, IOException {
    CommitHeaders.Builder headers = CommitHeaders.newCommitHeaders();
    for (NessieZip.Message header : commit.messages("headers")) {
      header.texts("values").forEach(value -> headers.add(header.text("name"), value));
    }
    StoreIndex<CommitOp> index = newStoreIndex(CommitOp.COMMIT_OP_SERIALIZER);
    for (NessieZip.Message operation : commit.messages("operations")) {
      index.add(
          indexElement(
              keyFromString(operation.texts("content_key").getFirst()), operation(operation)));
    }
    CommitObj.Builder object =
        CommitObj.commitBuilder()
            .id(ObjId.objIdFromByteArray(commit.bytes("commit_id")))
            .addTail(ObjId.objIdFromByteArray(commit.bytes("parent_commit_id")))
            .created(commit.number("created_time_micros"))
            .seq(commit.number("commit_sequence"))
            .message(commit.text("message"))
            .headers(headers.build())
            .incompleteIndex(true)
            .incrementalIndex(index.serialize());
    commit
        .hexes("additional_parents")
        .forEach(parent -> object.addSecondaryParents(ObjId.objIdFromString(parent)));
    return object.build();
  }

  private CommitOp operation(NessieZip.Message operation) throws ObjTooLargeException, IOException {
    int payload = (int) operation.number("payload");
    var contentId = contentIdMaybe(operation.text("content_id"));
    if (operation.choice("operation_type").equals("Delete")) {
      return commitOp(CommitOp.Action.REMOVE, payload, null, contentId);
    }
    Content content = new ObjectMapper().readValue(operation.bytes("value"), Content.class);
    ContentValueObj value =
        ContentValueObj.contentValue(
            operation.text("content_id"),
            payload,
            DefaultStoreWorker.instance().toStoreOnReferenceState(content));
    persist.storeObj(value);
    return commitOp(CommitOp.Action.ADD, payload, value.id(), contentId);
  }
}
