package org.nessiebackup.sandbox;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.projectnessie.model.Content;
import org.projectnessie.model.ContentKey;
import org.projectnessie.model.IcebergView;
import org.projectnessie.model.ImmutableDeltaLakeTable;
import org.projectnessie.model.Operation;
import org.projectnessie.model.UDF;
import org.projectnessie.nessie.relocated.protobuf.ByteString;
import org.projectnessie.versioned.BranchName;
import org.projectnessie.versioned.Hash;
import org.projectnessie.versioned.VersionStore;
import org.projectnessie.versioned.VersionStoreException;
import org.projectnessie.versioned.storage.common.config.StoreConfig;
import org.projectnessie.versioned.storage.common.exceptions.ObjTooLargeException;
import org.projectnessie.versioned.storage.common.exceptions.RefAlreadyExistsException;
import org.projectnessie.versioned.storage.common.exceptions.RefConditionFailedException;
import org.projectnessie.versioned.storage.common.exceptions.RefNotFoundException;
import org.projectnessie.versioned.storage.common.exceptions.RetryTimeoutException;
import org.projectnessie.versioned.storage.common.logic.Logics;
import org.projectnessie.versioned.storage.common.objtypes.CommitHeaders;
import org.projectnessie.versioned.storage.common.objtypes.Compression;
import org.projectnessie.versioned.storage.common.objtypes.GenericObjTypeMapper;
import org.projectnessie.versioned.storage.common.objtypes.ImmutableGenericObj;
import org.projectnessie.versioned.storage.common.objtypes.StringObj;
import org.projectnessie.versioned.storage.common.objtypes.TagObj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.Reference;

/** One of everything that a catalog may contain and that few catalogs do. */
public final class CatalogOddities {

  private static final String NAMESPACE = "odd";
  private static final BranchName BRANCH = BranchName.of("odd/everything");
  private static final List<String> ODD_NAMES =
      List.of(
          "with.dot..and..dots",
          "100% 'quoted' \"twice\" \\ slashed/",
          "ünïcödé-表-\uD83E\uDDCA",
          "  spaces   inside  ");

  private final CatalogHistory history;
  private final RowStore rows;

  private CatalogOddities(CatalogHistory history, RowStore rows) {
    this.history = history;
    this.rows = rows;
  }

  /** {@link CatalogShape#small}, and all of them. */
  public static CatalogShape small() {
    return in(CatalogShape.small());
  }

  /** The shape, with all of them. */
  public static CatalogShape in(CatalogShape shape) {
    return new CatalogShape(
        shape.commits(),
        shape.branches(),
        shape.tablesPerBranch(),
        shape.milestone(),
        shape.seed(),
        shape.repositories(),
        (history, rows) -> new CatalogOddities(history, rows).add());
  }

  private void add() throws VersionStoreException {
    history.branch(BRANCH.getName(), CatalogHistory.MAIN);
    addContents();
    addOddNames();
    removeAndRename();
    addSpilledIndex();
    moveBranches();
    try {
      addRareObjects();
      addRareReferences();
    } catch (ObjTooLargeException
        | RefAlreadyExistsException
        | RefConditionFailedException
        | RefNotFoundException
        | RetryTimeoutException failure) {
      throw new IllegalStateException("Nessie refuses an oddity", failure);
    }
  }

  private void addContents() throws VersionStoreException {
    history.putNamespace(BRANCH, Map.of("location", "s3://odd/"), NAMESPACE);
    history.putNamespace(BRANCH, Map.of(), NAMESPACE, "nested");
    history.putNamespace(BRANCH, Map.of("a", "1", "b", "ü"), NAMESPACE, "nested", "deeper");
    Map<ContentKey, Content> contents = new LinkedHashMap<>();
    contents.put(
        ContentKey.of(NAMESPACE, "nested", "view"),
        IcebergView.of("s3://odd/view/metadata/00000.json", 1, 1));
    contents.put(
        ContentKey.of(NAMESPACE, "nested", "function"),
        UDF.udf("s3://odd/function/metadata/00000.json", "1", "1"));
    contents.put(
        ContentKey.of(NAMESPACE, "nested", "delta"),
        ImmutableDeltaLakeTable.builder()
            .addMetadataLocationHistory("s3://odd/delta/_delta_log/0.json")
            .addCheckpointLocationHistory("s3://odd/delta/_delta_log/0.checkpoint.parquet")
            .lastCheckpoint("s3://odd/delta/_delta_log/_last_checkpoint")
            .build());
    history.put(BRANCH, "a view, a function and a Delta table at once", contents);
  }

  private void addOddNames() throws VersionStoreException {
    int number = 0;
    for (String name : ODD_NAMES) {
      history.putTable(BRANCH, number, NAMESPACE, name);
      history.branch("odd/" + name, BRANCH);
      history.tag("odd tag " + name, BRANCH);
      number++;
    }
    Map<ContentKey, Content> table =
        Map.of(ContentKey.of(NAMESPACE, "first"), history.table(0, NAMESPACE, "first"));
    history.put(BRANCH, "two\nlines,\ta tab, a \\N, a \\. and\r\nmore \u0001 'quotes'", table);
    history.putTable(BRANCH, 1, NAMESPACE, "x".repeat(200));
    history.put(
        BRANCH,
        "long ".repeat(4_000),
        Map.of(ContentKey.of(NAMESPACE, "second"), history.table(0, NAMESPACE, "second")));
  }

  private void removeAndRename() throws VersionStoreException {
    ContentKey second = ContentKey.of(NAMESPACE, "second");
    Content content = history.store().getValue(BRANCH, second, false).content();
    history.commit(
        BRANCH,
        "rename second to third",
        List.of(
            Operation.Delete.of(second),
            Operation.Put.of(ContentKey.of(NAMESPACE, "third"), content)));
    history.commit(
        BRANCH, "drop first", List.of(Operation.Delete.of(ContentKey.of(NAMESPACE, "first"))));
  }

  /** A store with small limits writes what otherwise takes many thousands of keys. */
  private void addSpilledIndex() throws VersionStoreException {
    StoreConfig small =
        StoreConfig.Adjustable.empty()
            .from(history.persist().config())
            .withMaxIncrementalIndexSize(1_024)
            .withMaxSerializedIndexSize(2_048)
            .withMaxReferenceStripesPerCommit(2);
    CatalogHistory limited =
        new CatalogHistory(new RowPersist(rows, small), history.random(), history.counts());
    BranchName branch = limited.branch("odd/spilled", CatalogHistory.MAIN);
    limited.putNamespace(branch, Map.of(), "spilled");
    for (int batch = 0; batch < 4; batch++) {
      Map<ContentKey, Content> tables = new HashMap<>();
      for (int i = 0; i < 60; i++) {
        String name = "table-%d-%04d".formatted(batch, limited.random().nextInt(10_000));
        tables.put(ContentKey.of("spilled", name), limited.table(i, "spilled", name));
      }
      limited.put(branch, "many tables, batch " + batch, tables);
    }
  }

  private void moveBranches() throws VersionStoreException {
    BranchName source = history.branch("odd/transplanted-from", BRANCH);
    Hash one = history.putTable(source, 1, NAMESPACE, "picked one");
    Hash two = history.putTable(source, 2, NAMESPACE, "picked two");
    transplant(source, List.of(one, two));
    history.merge(BRANCH, CatalogHistory.MAIN);

    BranchName reset = history.branch("odd/reset", BRANCH);
    Hash before = history.head(reset);
    Hash after = history.putTable(reset, 3, NAMESPACE, "lost again");
    history.store().assign(reset, after, before);

    BranchName dropped = history.branch("odd/dropped", BRANCH);
    history.putTable(dropped, 4, NAMESPACE, "unreachable");
    history.store().delete(dropped, history.head(dropped));
    history.store().create(BranchName.of("odd/empty"), Optional.empty());
  }

  /** Copies commits from one branch onto ours. */
  private void transplant(BranchName from, List<Hash> commits) throws VersionStoreException {
    VersionStore.TransplantOp transplant =
        VersionStore.TransplantOp.builder()
            .fromRef(from)
            .sequenceToTransplant(commits)
            .toBranch(BRANCH)
            .expectedHash(history.head(BRANCH))
            .build();
    history.moved(BRANCH, history.store().transplant(transplant).getResultantTargetHash());
    history.forgetContents(BRANCH);
    history.counts().commits += commits.size();
  }

  private void addRareObjects() throws ObjTooLargeException {
    RowPersist persist = history.persist();
    StringObj text =
        StringObj.stringData(
            "text/plain",
            Compression.NONE,
            "readme.txt",
            List.of(),
            ByteString.copyFromUtf8("a string object"));
    persist.storeObj(text);
    byte[] noise = new byte[300_000];
    history.random().nextBytes(noise);
    persist.storeObj(
        StringObj.stringData(
            "application/octet-stream",
            Compression.NONE,
            null,
            List.of(text.id()),
            ByteString.copyFrom(noise)));
    // As written by a Nessie that didn't know when an object was last referenced.
    persist.storeObj(
        StringObj.stringData(
                "text/plain", Compression.NONE, "old", List.of(), ByteString.copyFromUtf8("old"))
            .withReferenced(-1));
    // As the tasks of Nessie's catalog service leave them: free id, with a version.
    persist.storeObj(
        ImmutableGenericObj.builder()
            .type(GenericObjTypeMapper.newGenericObjType("sandbox-task"))
            .id(ObjId.objIdFromString("5a4d7ba5"))
            .putAttributes("versionToken", "version 1")
            .putAttributes("taskState", Map.of("status", "SUCCESS"))
            .build());
  }

  private void addRareReferences()
      throws ObjTooLargeException,
          RefAlreadyExistsException,
          RefConditionFailedException,
          RefNotFoundException,
          RetryTimeoutException,
          VersionStoreException {
    RowPersist persist = history.persist();
    TagObj information =
        TagObj.tag(
            "signed by hand",
            CommitHeaders.newCommitHeaders().add("key", "value").build(),
            ByteString.copyFromUtf8("signature"));
    persist.storeObj(information);
    ObjId head = ObjId.objIdFromByteArray(history.head(BRANCH).asBytes().toByteArray());
    var references = Logics.referenceLogic(persist);
    references.createReference("refs/tags/odd-signed", head, information.id());
    references.createReferenceForImport("refs/tags/odd-without-time", head, null, 0);
    Reference dropped = references.createReference("refs/heads/odd-half-dropped", head, null);
    // As if Nessie had been killed while it dropped the branch.
    persist.markReferenceAsDeleted(dropped);
    history.counts().tags += 2;
  }
}
