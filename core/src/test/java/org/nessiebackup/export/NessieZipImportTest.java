package org.nessiebackup.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.RepositoryReader;
import org.nessiebackup.catalog.Tree;
import org.nessiebackup.nessie.Action;
import org.nessiebackup.nessie.Contents;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.NessieObject.Value;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.testing.NessieZip;
import org.projectnessie.versioned.storage.common.indexes.StoreIndexElement;
import org.projectnessie.versioned.storage.common.logic.Logics;
import org.projectnessie.versioned.storage.common.objtypes.CommitObj;
import org.projectnessie.versioned.storage.common.objtypes.CommitOp;
import org.projectnessie.versioned.storage.common.objtypes.ContentValueObj;
import org.projectnessie.versioned.storage.common.persist.ObjId;
import org.projectnessie.versioned.storage.common.persist.Persist;
import org.projectnessie.versioned.storage.common.persist.Reference;

/** What Nessie makes of the zip file. */
class NessieZipImportTest {
  private static ZipScene scene;
  private @TempDir Path folder;

  @BeforeAll
  static void fill() {
    scene = new ZipScene();
  }

  @AfterAll
  static void drop() {
    scene.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "other"})
  void anImportRebuildsEveryReferenceCommitAndContent(String repository) throws Exception {
    NessieZip zip = scene.export(ZipScene.LIVE, repository, folder.resolve("export.zip"));
    Persist imported = ImportedZip.into(zip);
    try (CatalogSource source = scene.open()) {
      Map<String, ReferenceRow> references = references(source, repository);
      Map<ObjectId, Commit> commits = new HashMap<>();
      RepositoryReader reader = new RepositoryReader(source, repository);
      for (ReferenceRow row : references.values()) {
        Reference reference = imported.fetchReference(row.name());
        assertThat(reference).as(row.name()).isNotNull();
        assertThat(reference.pointer().toString()).isEqualTo(row.pointer().hex());
        assertThat(reference.createdAtMicros()).isEqualTo(row.createdMicros());
        reach(row.pointer(), reader, commits);
      }
      assertThat(zip.commits()).hasSameSizeAs(commits.keySet());
      Map<ObjectId, Map<String, String>> contents = contents(reader, commits.keySet());
      for (Commit commit : commits.values()) {
        assertSame(commit, contents.get(commit.id()), imported);
      }
      assertThat(Logics.repositoryLogic(imported).fetchRepositoryDescription().defaultBranchName())
          .isEqualTo("main");
    }
  }

  private static void reach(ObjectId head, RepositoryReader reader, Map<ObjectId, Commit> commits) {
    Commit commit = head.equals(ObjectId.EMPTY) ? null : reader.commit(head);
    while (commit != null && commits.put(commit.id(), commit) == null) {
      commit.secondaryParents().forEach(merged -> reach(merged, reader, commits));
      commit =
          commit.parent().equals(ObjectId.EMPTY) || commits.containsKey(commit.parent())
              ? null
              : reader.commit(commit.parent());
    }
  }

  private static void assertSame(Commit commit, Map<String, String> contents, Persist imported)
      throws Exception {
    CommitObj found = (CommitObj) imported.fetchObj(ObjId.objIdFromByteArray(commit.id().bytes()));
    assertThat(found.seq()).isEqualTo(commit.seq());
    assertThat(found.created()).isEqualTo(commit.createdMicros());
    assertThat(found.message()).isEqualTo(commit.message());
    Map<String, List<String>> headers = new TreeMap<>();
    found.headers().keySet().forEach(name -> headers.put(name, found.headers().getAll(name)));
    assertThat(headers).isEqualTo(commit.headers());
    assertThat(found.directParent().toString()).isEqualTo(commit.parent().hex());
    assertThat(found.secondaryParents().stream().map(ObjId::toString).toList())
        .isEqualTo(commit.secondaryParents().stream().map(ObjectId::hex).toList());
    assertThat(found.incompleteIndex()).isFalse();
    assertThat(contents(found, imported)).isEqualTo(contents);
  }

  private static Map<String, String> contents(CommitObj commit, Persist imported) throws Exception {
    Map<String, String> contents = new TreeMap<>();
    for (StoreIndexElement<CommitOp> entry :
        Logics.indexesLogic(imported).buildCompleteIndexOrEmpty(commit)) {
      if (entry.content().action().exists()) {
        ContentValueObj value = (ContentValueObj) imported.fetchObj(entry.content().value());
        contents.put(
            new IndexEntry(
                    entry.key().rawString(),
                    Action.NONE,
                    entry.content().payload(),
                    Optional.empty(),
                    Optional.empty())
                .key()
                .toString(),
            Contents.decode(
                    new Value(
                        ObjectId.EMPTY,
                        value.contentId(),
                        value.payload(),
                        value.data().toByteArray()))
                .json());
      }
    }
    return contents;
  }

  private static Map<ObjectId, Map<String, String>> contents(
      RepositoryReader reader, Set<ObjectId> commits) {
    Map<ObjectId, Tree> trees = reader.trees(commits);
    Set<ObjectId> ids = new HashSet<>();
    trees
        .values()
        .forEach(
            tree -> tree.keys().values().forEach(entry -> ids.add(entry.value().orElseThrow())));
    Map<ObjectId, NessieContent> values = reader.contents(ids);
    Map<ObjectId, Map<String, String>> contents = new HashMap<>();
    trees.forEach(
        (commit, tree) -> {
          Map<String, String> keys = new TreeMap<>();
          tree.keys()
              .forEach(
                  (key, entry) ->
                      keys.put(key.toString(), values.get(entry.value().orElseThrow()).json()));
          contents.put(commit, keys);
        });
    return contents;
  }

  private static Map<String, ReferenceRow> references(CatalogSource source, String repository) {
    Map<String, ReferenceRow> rows = new TreeMap<>();
    source.references(
        row -> {
          if (row.repository().equals(repository)
              && !row.deleted()
              && !row.name().startsWith("int/")) {
            rows.put(row.name(), row);
          }
        });
    return rows;
  }
}
