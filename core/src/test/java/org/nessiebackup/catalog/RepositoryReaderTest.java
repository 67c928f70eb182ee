package org.nessiebackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieContent;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.RepositoryDescription;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

class RepositoryReaderTest {
  private static TestDatabase database;
  private CatalogSource source;
  private RepositoryReader reader;
  private final Map<String, ObjectId> heads = new HashMap<>();

  @BeforeAll
  static void fill() {
    database = CatalogDatabase.create();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @BeforeEach
  void open() {
    source =
        LiveCatalog.open(
            database.database(),
            new CatalogOrigin.Live(Optional.of("nessie"), Optional.empty()),
            2,
            new TestContext().context());
    reader = new RepositoryReader(source, "");
    source.references(
        row -> {
          if (row.repository().isEmpty()) {
            heads.put(row.name(), row.pointer());
          }
        });
  }

  @AfterEach
  void close() {
    source.close();
  }

  private ObjectId head(String branch) {
    return heads.get("refs/heads/" + branch);
  }

  @Test
  void aLogIsWholeHoweverFarItGoesBack() {
    List<Commit> log = reader.log(head("etl/job-0"), 10_000, Long.MIN_VALUE, Function.identity());
    // Further than its tails are followed.
    assertThat(log).hasSizeGreaterThan(60);
    assertThat(log.getLast().parent()).isEqualTo(ObjectId.EMPTY);
    for (int i = 1; i < log.size(); i++) {
      assertThat(log.get(i - 1).parent()).isEqualTo(log.get(i).id());
      assertThat(log.get(i - 1).seq()).isEqualTo(log.get(i).seq() + 1);
    }
    assertThat(reader.log(head("etl/job-0"), 25, Long.MIN_VALUE, Function.identity()))
        .extracting(Commit::id)
        .containsExactlyElementsOf(log.subList(0, 25).stream().map(Commit::id).toList());
    assertThat(
            reader.log(head("etl/job-0"), 10_000, log.get(30).createdMicros(), Function.identity()))
        .hasSize(31);
    assertThat(reader.log(ObjectId.EMPTY, 10, Long.MIN_VALUE, Function.identity())).isEmpty();
  }

  @Test
  void keysAreThoseOfTheIndexBesideAndOfTheEmbeddedOne() {
    Tree spilled = reader.tree(head("odd/spilled"));
    assertThat(
            spilled.commit().referenceIndex().isPresent() || !spilled.commit().stripes().isEmpty())
        .isTrue();
    NavigableMap<ContentKey, IndexEntry> keys = spilled.keys(ContentKey.of("spilled"));
    assertThat(keys).hasSize(241);
    for (ContentKey key : List.of(keys.firstKey(), keys.lastKey(), ContentKey.of("spilled"))) {
      Tree part =
          reader.trees(List.of(head("odd/spilled")), Optional.of(key)).get(head("odd/spilled"));
      assertThat(part.keys()).containsEntry(key, keys.get(key));
    }
  }

  @Test
  void whatWasRemovedIsNotThereAndWhatWasRenamedKeepsItsId() {
    Tree tree = reader.tree(head("odd/everything"));
    assertThat(tree.keys())
        .doesNotContainKeys(ContentKey.of("odd", "first"), ContentKey.of("odd", "second"))
        .containsKey(ContentKey.of("odd", "third"));
    assertThat(tree.keys(ContentKey.of("odd", "nested")).keySet())
        .contains(ContentKey.of("odd", "nested"), ContentKey.of("odd", "nested", "view"))
        .doesNotContain(ContentKey.of("odd"));
  }

  @Test
  void contentsOfEveryKindAreShown() {
    NavigableMap<ContentKey, IndexEntry> keys =
        reader.tree(head("odd/everything")).keys(ContentKey.of("odd", "nested"));
    Map<ObjectId, NessieContent> contents =
        reader.contents(keys.values().stream().flatMap(each -> each.value().stream()).toList());
    assertThat(contents.values())
        .extracting(NessieContent::type)
        .contains("NAMESPACE", "ICEBERG_VIEW", "UDF", "DELTA_LAKE_TABLE");
  }

  @Test
  void defaultBranchIsInTheDescriptionOfTheRepository() {
    assertThat(
            reader
                .tree(heads.get(RepositoryDescription.REFERENCE))
                .findStored(RepositoryDescription.STORED_KEY))
        .isPresent();
  }

  @Test
  void whatIsMissingInOneSourceIsLookedForInTheNext() {
    CatalogSource empty = ReferencesOnly.of();
    RepositoryReader both = new RepositoryReader(List.of(empty, source), "");
    assertThat(both.commit(head("main")).id()).isEqualTo(head("main"));
    assertThat(both.graph(Set.of(head("main"))).contains(head("main"))).isTrue();
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(() -> new RepositoryReader(empty, "").commit(head("main")))
        .matches(e -> e.failure() == Failure.DAMAGED)
        .withMessageContaining(head("main").hex())
        .withMessageContaining("nothing at all");
  }
}
