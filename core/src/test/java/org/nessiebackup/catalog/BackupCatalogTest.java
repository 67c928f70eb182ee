package org.nessiebackup.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.manifest.BackupType;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.nessie.NessieObject;
import org.nessiebackup.nessie.ObjectId;
import org.nessiebackup.nessie.ObjectType;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.rows.RowTap;
import org.nessiebackup.verify.BackupVerification;
import org.nessiebackup.verify.VerifyOptions;
import org.nessiebackup.verify.VerifyReport;

/** The catalog of the contract is in an incremental backup, which changed and deleted rows. */
class BackupCatalogTest extends CatalogSourceContract {
  private static final Map<String, MemoryStore> STORES = new HashMap<>();
  private static final Map<String, Manifest> BACKUPS = new HashMap<>();
  private static TestDatabase database;

  @BeforeAll
  static void fill() throws SQLException {
    database = CatalogDatabase.create();
    Operations nessie = operations("nessie");
    nessie.backup("nessie");
    try (Connection connection = database.connect()) {
      SampleCatalog.grow(
          connection, "nessie", CatalogOddities.small().withCommits(20).withoutMilestones());
    }
    database.execute(
        "DELETE FROM nessie.objs2 WHERE obj_type = 's' AND obj_ref IS NULL",
        "UPDATE nessie.objs2 SET obj_ref = 4711 WHERE repo = 'other' AND obj_type = 'v'");
    BACKUPS.put("nessie", nessie.backup("nessie"));
    BACKUPS.put("old", operations("old").backup("old"));
  }

  private static Operations operations(String schema) {
    MemoryStore store = STORES.computeIfAbsent(schema, name -> new MemoryStore());
    return new Operations(store, database.database(), new TestContext());
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Override
  TestDatabase database() {
    return database;
  }

  @Override
  CatalogSource open(String schema, TestContext work) {
    return BackupCatalog.open(
        Vault.open(STORES.get(schema)), BACKUPS.get(schema).id().value(), 3, work.context());
  }

  @Test
  void theBackupOfTheContractIsIncremental() {
    assertThat(BACKUPS.get("nessie").type()).isEqualTo(BackupType.INCREMENTAL);
  }

  @Test
  void anyMemberOfAChainGivesItsOwnMoment() {
    Vault vault = Vault.open(STORES.get("nessie"));
    String full = BACKUPS.get("nessie").parent().orElseThrow().value();
    try (CatalogSource first = BackupCatalog.open(vault, full, 2, new TestContext().context());
        CatalogSource second = open("nessie", new TestContext())) {
      List<String> before = new ArrayList<>();
      first.objects(
          ObjectFilter.ofTypes(ObjectType.COMMIT),
          row -> {
            synchronized (before) {
              before.add(row.id().hex());
            }
          });
      List<String> after = new ArrayList<>();
      second.objects(
          ObjectFilter.ofTypes(ObjectType.COMMIT),
          row -> {
            synchronized (after) {
              after.add(row.id().hex());
            }
          });
      assertThat(after).containsAll(before).hasSize(before.size() + 20);
      assertThat(first.stateOf()).isBefore(second.stateOf());
    }
  }

  private static VerifyReport verify(RowTap tap) {
    return new BackupVerification(
            Vault.open(STORES.get("nessie")), new TestContext().context(), tap)
        .run(new VerifyOptions(Optional.of(BACKUPS.get("nessie").id().value()), false, 3));
  }

  @Test
  void whoVerifiesABackupPassesItsRowsOn() {
    Queue<String> passed = new ConcurrentLinkedQueue<>();
    Queue<String> read = new ConcurrentLinkedQueue<>();
    try (BackupCatalog catalog = (BackupCatalog) open("nessie", new TestContext())) {
      catalog.objects(ObjectFilter.ALL, row -> read.add(row.id() + " " + row.referenced()));
      ObjectTap tap = catalog.tap(row -> passed.add(row.id() + " " + row.referenced()));

      assertThat(verify(tap).sound()).isTrue();

      tap.requireAll();
      assertThat(passed).containsExactlyInAnyOrderElementsOf(read);
    }
  }

  @Test
  void aLogIsThatOfTheLiveCatalogHoweverFarItGoesBack() {
    try (CatalogSource backup = open("nessie", new TestContext());
        CatalogSource live =
            LiveCatalog.open(
                database.database(),
                new CatalogOrigin.Live(Optional.of("nessie"), Optional.empty()),
                2,
                new TestContext().context())) {
      ObjectId head = head(live, "refs/heads/etl/job-0");
      for (int limit : new int[] {1, 30, 70, 10_000}) {
        List<ObjectId> log = log(backup, head, limit);
        assertThat(log).isEqualTo(log(live, head, limit)).hasSizeLessThanOrEqualTo(limit);
      }
      assertThat(log(backup, head, 10_000)).hasSizeGreaterThan(70);
    }
  }

  @Test
  void whatWasFoundIsFoundAgainTogetherWithWhatWasNot() {
    try (CatalogSource backup = open("nessie", new TestContext())) {
      ObjectId head = head(backup, "refs/heads/etl/job-0");
      ObjectId book = head(backup, "int/repo");

      assertThat(backup.find("", Set.of(book))).containsOnlyKeys(book);
      assertThat(backup.find("", Set.of(book, head))).containsOnlyKeys(book, head);
      assertThat(backup.find("", Set.of(head))).containsOnlyKeys(head);
    }
  }

  private static ObjectId head(CatalogSource source, String reference) {
    List<ObjectId> heads = new ArrayList<>();
    source.references(
        row -> {
          if (row.repository().isEmpty() && row.name().equals(reference)) {
            heads.add(row.pointer());
          }
        });
    return heads.getFirst();
  }

  private static List<ObjectId> log(CatalogSource source, ObjectId head, int limit) {
    return new RepositoryReader(source, "")
        .log(head, limit, Long.MIN_VALUE, NessieObject.Commit::id);
  }

  @Test
  void rowsThatDidNotPassAreMissed() {
    try (BackupCatalog catalog = (BackupCatalog) open("nessie", new TestContext())) {
      ObjectTap tap = catalog.tap(row -> {});

      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(tap::requireAll)
          .matches(e -> e.failure() == Failure.DAMAGED)
          .withMessageContaining("has 0 rows instead of ");
    }
  }

  @Test
  void whoCannotTakeTheRowsDoesNotDisturbWhoVerifies() {
    BackupException strange = Failure.FORMAT_UNSUPPORTED.exception("strange");
    try (BackupCatalog catalog = (BackupCatalog) open("nessie", new TestContext())) {
      ObjectTap tap =
          catalog.tap(
              row -> {
                throw strange;
              });

      assertThat(verify(tap).sound()).isTrue();

      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(tap::requireAll)
          .isSameAs(strange);
    }
  }

  @Test
  void damageOfASegmentIsSaid() throws IOException {
    MemoryStore store = new MemoryStore();
    Operations operations = new Operations(store, database.database(), new TestContext());
    Manifest backup = operations.backup("nessie");
    String object =
        "backups/"
            + backup.id()
            + "/"
            + backup.table("objs2").orElseThrow().segments().getFirst().object();
    byte[] bytes = store.bytes(object);
    bytes[bytes.length / 2] ^= 1;
    store.overwrite(object, bytes);
    try (CatalogSource source =
        BackupCatalog.open(operations.vault(), "latest", 2, new TestContext().context())) {
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> source.objects(ObjectFilter.ALL, row -> {}))
          .matches(e -> e.failure() == Failure.DAMAGED)
          .withMessageContaining(backup.id().value());
    }
  }

  @Test
  void withoutAnIdentityAnEncryptedBackupIsNotOpened() throws IOException {
    EncryptedVault vault = EncryptedVault.create(new MemoryStore(), EncryptedVault.identity());
    assertThat(vault.open().backups().list()).isEmpty();
    new CatalogBackup(vault.open(), database.database(), new TestContext().context())
        .run(
            new BackupOptions(
                Optional.of("nessie"),
                Optional.empty(),
                2,
                false,
                BackupOptions.Wanted.AUTO,
                Optional.empty(),
                List.of()));
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                BackupCatalog.open(vault.open(), "latest", 2, new TestContext().context()).close())
        .matches(e -> e.failure() == Failure.KEY_MISSING);
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(
            () ->
                BackupCatalog.open(
                        vault.open(EncryptedVault.identity()),
                        "latest",
                        2,
                        new TestContext().context())
                    .close())
        .matches(e -> e.failure() == Failure.KEY_WRONG);
  }
}
