package org.nessiebackup.integrity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.catalog.CatalogOrigin;
import org.nessiebackup.catalog.CatalogSource;
import org.nessiebackup.catalog.LiveCatalog;
import org.nessiebackup.integrity.GraphReport.Finding.Kind;
import org.nessiebackup.nessie.ContentKey;
import org.nessiebackup.nessie.IndexEntry;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.NessieObject.Commit;
import org.nessiebackup.nessie.ObjectDecoder;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ReferenceRow;
import org.nessiebackup.nessie.ReferenceRow.Previous;
import org.nessiebackup.nessie.SampleObjects;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.projectnessie.nessie.relocated.protobuf.ByteString;

/** What is reported of catalogs that are whole, and of each kind of damage. */
class CatalogGraphTest {
  private static RowsInMemory whole;

  @BeforeAll
  static void read() {
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie");
        CatalogSource source =
            LiveCatalog.open(
                database.database(),
                new CatalogOrigin.Live(Optional.empty(), Optional.empty()),
                2,
                new TestContext().context())) {
      whole = RowsInMemory.of(source);
    }
  }

  @Test
  void nothingIsWrongWithWhatNessieHasWritten() {
    List<RepositoryReport> results = CatalogGraph.check(whole.copy());

    assertThat(results).extracting(RepositoryReport::name).containsExactly("", "other");
    assertThat(results).flatExtracting(RepositoryReport::findings).isEmpty();
    assertThat(results)
        .flatExtracting(RepositoryReport::references)
        .allMatch(ReferenceReport::whole);
    assertThat(results.getFirst().rows().unreachable()).isPositive();
    assertThat(results.getFirst().notes())
        .anySatisfy(note -> assertThat(note).contains("1 references are being deleted"));
  }

  @Test
  void orderOfRowsDoesNotMatter() {
    RowsInMemory rows = whole.copy();
    GraphDamage.CONTENT_IS_GONE.apply(rows);
    List<RepositoryReport> expected = CatalogGraph.check(rows);

    for (int seed = 0; seed < 10; seed++) {
      assertThat(CatalogGraph.check(rows.shuffled(seed)))
          .usingRecursiveComparison()
          // Of many commits that lead to what is gone, any may be the example.
          .ignoringFields("findings")
          .isEqualTo(expected);
    }
  }

  @Test
  void referencesReportCommitsAndTablesAsNessieCountsThem() {
    RowsInMemory rows = whole.copy();
    List<ReferenceReport> references = CatalogGraph.check(rows).getFirst().references();

    assertThat(result(references, "refs/heads/odd/spilled"))
        .satisfies(
            spilled -> {
              assertThat(spilled.tables()).contains(tables(rows, "refs/heads/odd/spilled"));
              assertThat(spilled.commits()).isEqualTo(rows.head("refs/heads/odd/spilled").seq());
            });
    assertThat(result(references, "refs/heads/odd/everything"))
        .satisfies(
            everything -> {
              assertThat(everything.tables()).contains(tables(rows, "refs/heads/odd/everything"));
              assertThat(everything.commits())
                  .isEqualTo(rows.head("refs/heads/odd/everything").seq());
            });
    assertThat(result(references, "refs/heads/odd/empty").tables()).contains(0L);
  }

  /** By Nessie's way: what is embedded, laid over the parts beside it. */
  private static long tables(RowsInMemory rows, String reference) {
    Commit head = rows.head(reference);
    java.util.Map<String, IndexEntry> keys = new java.util.HashMap<>();
    head.referenceIndex()
        .map(id -> ObjectDecoder.decode(rows.row(id)))
        .ifPresent(
            index -> {
              switch (index) {
                case NessieObject.Index one -> one.index().forEach(e -> keys.put(e.storedKey(), e));
                case NessieObject.IndexSegments parts ->
                    parts
                        .stripes()
                        .forEach(
                            stripe ->
                                ((NessieObject.Index)
                                        ObjectDecoder.decode(rows.row(stripe.segment())))
                                    .index()
                                    .forEach(e -> keys.put(e.storedKey(), e)));
                default -> throw new IllegalStateException();
              }
            });
    head.stripes()
        .forEach(
            stripe ->
                ((NessieObject.Index) ObjectDecoder.decode(rows.row(stripe.segment())))
                    .index()
                    .forEach(e -> keys.put(e.storedKey(), e)));
    head.index().entries().forEach(entry -> keys.put(entry.storedKey(), entry));
    return keys.values().stream()
        .filter(entry -> entry.action().present() && entry.payload() != 4)
        .count();
  }

  @ParameterizedTest
  @EnumSource(GraphDamage.class)
  void damageIsFoundAndNamed(GraphDamage damage) {
    RowsInMemory rows = whole.copy();
    damage.apply(rows);

    RepositoryReport result = CatalogGraph.check(rows).getFirst();

    assertThat(result.counts()).containsKey(damage.kind());
    assertThat(result.findings())
        .anySatisfy(
            finding -> {
              assertThat(finding.kind()).isEqualTo(damage.kind());
              assertThat(finding.object().isPresent() || finding.reference().isPresent())
                  .isEqualTo(damage.kind() != Kind.INTERNAL_REFERENCE_MISSING);
            });
  }

  @Test
  void everyKindOfDamageHasAFixture() {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    for (GraphDamage damage : GraphDamage.values()) {
      kinds.add(damage.kind());
    }

    assertThat(kinds).containsExactlyInAnyOrder(Kind.values());
  }

  @Test
  void lostContentIsReportedByBranchAndKey() {
    RowsInMemory rows = whole.copy();
    ObjectId content = GraphDamage.content(rows);
    String key =
        rows.head("refs/heads/odd/everything").index().entries().stream()
            .filter(entry -> entry.value().equals(Optional.of(content)))
            .findFirst()
            .orElseThrow()
            .key()
            .toString();
    rows.remove(content);

    RepositoryReport result = CatalogGraph.check(rows).getFirst();

    assertThat(result(result.references(), "refs/heads/odd/everything"))
        .satisfies(
            reference -> {
              assertThat(reference.lost().named()).containsExactly(ContentKey.parse(key));
              assertThat(reference.lost().count()).isEqualTo(1);
              assertThat(reference.whole()).isFalse();
            });
    assertThat(result.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.message()).contains(key, content.hex()));
  }

  @Test
  void lostParentEndsTheHistoryOfItsBranch() {
    RowsInMemory rows = whole.copy();
    ObjectId parent = rows.head("refs/heads/etl/job-0").parent();
    rows.remove(parent);

    assertThat(result(CatalogGraph.check(rows).getFirst().references(), "refs/heads/etl/job-0"))
        .satisfies(
            reference -> {
              assertThat(reference.commits()).isEqualTo(1);
              assertThat(reference.brokenAt()).contains(parent);
              assertThat(reference.tables()).isPresent();
            });
  }

  @Test
  void whatOnlyUnreachableRowsNeedMayBeGone() {
    RowsInMemory rows = whole.copy();
    Set<ObjectId> before = reachableContents(rows);
    rows.all(NessieObject.Value.class)
        .map(NessieObject::id)
        .filter(id -> !before.contains(id))
        .toList()
        .forEach(rows::remove);

    assertThat(CatalogGraph.check(rows).getFirst().findings()).isEmpty();
  }

  private static Set<ObjectId> reachableContents(RowsInMemory rows) {
    Set<ObjectId> contents = new java.util.HashSet<>();
    rows.all(Commit.class)
        .filter(commit -> !commit.message().contains("unreachable"))
        .forEach(commit -> commit.index().forEach(entry -> entry.value().ifPresent(contents::add)));
    rows.all(NessieObject.Index.class)
        .forEach(index -> index.index().forEach(entry -> entry.value().ifPresent(contents::add)));
    return contents;
  }

  @Test
  void previousHeadMayBeGoneAsCleaningUpLeavesIt() {
    RowsInMemory rows = whole.copy();
    rows.changeReference(
        "refs/heads/main",
        row ->
            new ReferenceRow(
                row.repository(),
                row.name(),
                row.pointer(),
                false,
                row.createdMicros(),
                row.extendedInfo(),
                List.of(new Previous(SampleObjects.id(66), 1)),
                Optional.empty()));

    assertThat(CatalogGraph.check(rows).getFirst().findings()).isEmpty();
  }

  @Test
  void unknownTypesAndContentsAreCountedAndNoDamage() {
    RowsInMemory rows = whole.copy();
    rows.put(SampleObjects.row("future", SampleObjects.id(50), new byte[0]));

    RepositoryReport result = CatalogGraph.check(rows).getFirst();

    assertThat(result.findings()).isEmpty();
    assertThat(result.rows().unknown()).isEqualTo(1);
  }

  @Test
  void contentThatNessieHasWrittenAndCannotReadIsNoDamage() {
    RowsInMemory rows = whole.copy();
    rows.put(SampleObjects.unreadableContent());

    RepositoryReport result = CatalogGraph.check(rows).getFirst();

    assertThat(result.findings()).isEmpty();
    assertThat(result.rows().unknown()).isEqualTo(1);
  }

  @Test
  void historyThatWasCutOffIsNoDamage() {
    RowsInMemory rows = whole.copy();
    ObjectId cut = rows.head("refs/heads/etl/job-1").id();
    rows.changeBytes(
        cut,
        GraphDamage.commit(
            commit ->
                commit
                    .setMessage(
                        commit.getMessage()
                            + " [updated to remove parents on 2026-11-26T10:00:00Z]")
                    .clearTail()
                    .addTail(ByteString.copyFrom(ObjectId.EMPTY.bytes()))));

    RepositoryReport result = CatalogGraph.check(rows).getFirst();

    assertThat(result.findings()).isEmpty();
    assertThat(result.notes()).anySatisfy(note -> assertThat(note).contains("was cut off"));
  }

  @Test
  void importedCommitKeepsAnIdThatNobodyCanVerify() {
    RowsInMemory rows = whole.copy();
    ObjectId imported = rows.head("refs/heads/etl/job-1").id();
    rows.changeBytes(
        imported,
        GraphDamage.commit(commit -> commit.setMessage("older than this catalog").setCreated(1)));

    RepositoryReport result = CatalogGraph.check(rows).getFirst();

    assertThat(result.findings()).isEmpty();
    assertThat(result.notes()).anySatisfy(note -> assertThat(note).contains("imported"));
  }

  @Test
  void catalogIsReadOnceUnlessAnIndexHasSpilled() {
    RowsInMemory rows = whole.copy();
    CatalogGraph.check(rows);

    assertThat(rows.passes()).isEqualTo(2);
  }

  @Test
  void soManyFindingsOfAKindAreReportedAndAllAreCounted() {
    RowsInMemory rows = whole.copy();
    rows.all(NessieObject.Value.class).map(NessieObject::id).toList().forEach(rows::remove);

    RepositoryReport result = CatalogGraph.check(rows).getFirst();

    assertThat(result.counts().get(Kind.CONTENT_MISSING)).isGreaterThan(100);
    assertThat(result.findings()).hasSize(20);
  }

  private static ReferenceReport result(List<ReferenceReport> references, String name) {
    return references.stream()
        .filter(reference -> reference.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
