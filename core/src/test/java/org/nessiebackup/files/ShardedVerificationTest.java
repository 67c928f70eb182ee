package org.nessiebackup.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Failure;
import org.nessiebackup.backup.BackupOptions;
import org.nessiebackup.backup.CatalogBackup;
import org.nessiebackup.catalog.BackupCatalog;
import org.nessiebackup.crypto.Identity;
import org.nessiebackup.files.ShardOptions.Shard;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.CatalogShape;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.store.StoredObject;
import org.nessiebackup.testing.EncryptedVault;
import org.nessiebackup.testing.FaultyStore;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;

/** Over a backup with all that a catalog may contain, and a warehouse with damage. */
class ShardedVerificationTest {
  private static final Identity READER = EncryptedVault.identity();
  private static TestDatabase database;
  private static MemoryStore filled;
  private static EncryptedVault keys;
  private static Vault open;

  private MemoryStore store;
  private Lake lake;
  private final TestContext work = new TestContext();

  @BeforeAll
  static void fill() throws SQLException {
    database = TestDatabase.create();
    try (Connection connection = database.connect()) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
      SampleCatalog.create(connection, "wide", CatalogShape.small());
    }
    filled = new MemoryStore();
    keys = EncryptedVault.create(filled, READER);
    database.execute(
        "INSERT INTO wide.refs2 (repo, ref_name, pointer, ext_info, prev_ptr, created_at, deleted)"
            + " SELECT repo, ref_name || '-' || n, pointer, ext_info, prev_ptr, created_at, deleted"
            + " FROM wide.refs2, generate_series(1, 400) n WHERE ref_name LIKE 'refs/heads/%'");
    // Of a catalog whose head is missing, and its contents.
    database.execute(
        "DELETE FROM nessie.objs2 o USING nessie.refs2 r WHERE r.repo = 'other' AND"
            + " r.ref_name = 'refs/heads/main' AND o.repo = r.repo AND o.obj_id = r.pointer",
        "DELETE FROM nessie.objs2 WHERE obj_id IN (SELECT obj_id FROM nessie.objs2"
            + " WHERE obj_type = 'v' AND repo = '' ORDER BY obj_id LIMIT 5)");
    backup(keys.open(filled, READER), "nessie");
    // Without keys it is read in a fraction of the time.
    open = new Operations(new MemoryStore(), database.database(), new TestContext()).vault();
    backup(open, "nessie");
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  private static void backup(Vault vault, String schema) {
    new CatalogBackup(vault, database.database(), new TestContext().context())
        .run(
            new BackupOptions(
                Optional.of(schema),
                Optional.empty(),
                2,
                false,
                BackupOptions.Wanted.FULL,
                Optional.empty(),
                List.of()));
  }

  @BeforeEach
  void damage() throws IOException {
    store = filled.copy();
    lake = new Lake();
    Lake endless = Lake.endless();
    whole(open, new FilesOptions(List.of(), 1, 0, false, 3), endless);
    List<String> locations = new ArrayList<>(new HashSet<>(endless.asked()));
    Collections.sort(locations);
    locations.forEach(this::table);
    Collections.shuffle(locations, new Random(7));
    lake.forget(locations.get(0)).forget(locations.get(1));
    lake.forget(locations.get(2) + ".list").forget(locations.get(3) + ".0");
    lake.forget(locations.get(4) + ".0").forget(locations.get(4) + ".1");
    lake.put(locations.get(5), "no metadata").put(locations.get(6) + ".list", "no list");
    lake.silence(locations.get(7)).silence(locations.get(8) + ".list");
  }

  /** A table of two manifests at a location. */
  private void table(String location) {
    lake.put(location, Lake.metadata(escaped(location) + ".list"))
        .put(
            location + ".list",
            Lake.manifestList("deflate", List.of(location + ".0", location + ".1")))
        .put(location + ".0", "x")
        .put(location + ".1", "x");
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static FilesOptions options(double share, String... references) {
    return new FilesOptions(List.of(references), share, 11, true, 3);
  }

  private Vault vault() {
    return keys.open(store, READER);
  }

  private FilesReport whole(FilesOptions options, Lake asked) {
    return whole(vault(), options, asked);
  }

  private FilesReport whole(Vault vault, FilesOptions options, Lake asked) {
    return new FileVerification(
            () -> BackupCatalog.open(vault, "latest", 2, work.context()), asked, work.context())
        .run(options);
  }

  private ShardedVerification sharded() {
    return new ShardedVerification(vault(), work.context());
  }

  private ShardReport shard(String run, int index, int count) {
    return sharded().run(request(run, index, count, options(1)), lake);
  }

  private static ShardOptions request(String run, int index, int count, FilesOptions options) {
    return new ShardOptions(run, new Shard(index, count), "latest", options, false);
  }

  private static void refused(Failure failure, Runnable work, String... words) {
    assertThatExceptionOfType(BackupException.class)
        .isThrownBy(work::run)
        .satisfies(e -> assertThat(e.failure()).isEqualTo(failure))
        .satisfies(e -> assertThat(e.getMessage()).contains(words));
  }

  @Test
  void mergedReportIsThatOfOneProcess() {
    FilesReport whole = whole(open, options(1), lake);
    assertThat(whole.files().missing()).isEqualTo(5);
    assertThat(whole.files().damaged()).isEqualTo(2);
    assertThat(whole.files().unknown()).isEqualTo(2);
    assertThat(whole.references()).anyMatch(reference -> !reference.trouble().isEmpty());
    assertThat(whole.references())
        .anyMatch(
            reference -> reference.named().stream().anyMatch(table -> table.location().isEmpty()));
    for (int count : List.of(1, 2, 3, 7, 16)) {
      assertThat(merged("c" + count, count, options(1))).as("%d shards", count).isEqualTo(whole);
    }
  }

  @Test
  void mergedReportOfASampleOfSomeReferencesIsThatOfOneProcess() {
    FilesOptions options = options(0.5, "main", "odd/everything");
    FilesReport whole = whole(open, options, lake);
    assertThat(whole.files().skipped()).isPositive();
    for (int count = 1; count <= 16; count += 5) {
      assertThat(merged("s" + count, count, options)).as("%d shards", count).isEqualTo(whole);
    }
  }

  private FilesReport merged(String run, int count, FilesOptions options) {
    ShardedVerification sharded = new ShardedVerification(open, work.context());
    for (int index = count; index >= 1; index--) {
      sharded.run(request(run, index, count, options), lake);
    }
    return sharded.merge(run, 3);
  }

  @Test
  void everyFileIsProbedByOneShardOnly() {
    Lake endless = Lake.endless();
    FilesOptions shallow = new FilesOptions(List.of(), 1, 0, false, 3);
    FilesReport whole = whole(shallow, Lake.endless());
    long total = 0;
    for (int index = 1; index <= 5; index++) {
      ShardReport report = sharded().run(request("a", index, 5, shallow), endless);
      assertThat(report.files().files().total()).isPositive();
      total += report.files().files().total();
    }

    assertThat(endless.asked()).doesNotHaveDuplicates().hasSize((int) total);
    assertThat(total).isEqualTo(whole.files().total());
    // Each reference's tables are in one of the shards.
    assertThat(sharded().merge("a", 3)).isEqualTo(whole(shallow, Lake.endless()));
  }

  @Test
  void moreThanAReportNamesIsCountedAllTheSame() {
    store = new MemoryStore();
    EncryptedVault others = EncryptedVault.create(store, READER);
    Vault vault = others.open(store, READER);
    backup(vault, "wide");
    lake = new Lake();
    FilesOptions options = options(1);
    FilesReport whole = whole(vault, options, lake);
    assertThat(whole.references().stream().mapToLong(each -> each.tables().missing()).sum())
        .isGreaterThan(FilesReport.MOST_NAMED);
    assertThat(whole.references().stream().mapToInt(each -> each.named().size()).sum())
        .isEqualTo(FilesReport.MOST_NAMED);
    ShardedVerification sharded = new ShardedVerification(vault, work.context());
    for (int index = 1; index <= 3; index++) {
      sharded.run(request("a", index, 3, options), lake);
    }

    assertThat(sharded.merge("a", 3)).isEqualTo(whole);
  }

  @Tag("thorough")
  @ParameterizedTest
  @EnumSource(FaultyStore.Fault.class)
  void shardThatDiedAnywhereIsRunAgain(FaultyStore.Fault fault) {
    FilesReport whole = whole(options(1), lake);
    FaultyStore faulty = new FaultyStore(store);
    Vault vault = keys.open(faulty, READER);
    shard("a", 1, 2);
    int calls = 0;
    while (true) {
      calls++;
      faulty.failing(calls, fault);
      ShardOptions request = request("a", 2, 2, options(1));
      try {
        new ShardedVerification(vault, work.context()).run(request, lake);
      } catch (BackupException e) {
        continue;
      }
      if (faulty.calls() < calls) {
        break;
      }
    }

    assertThat(calls).isGreaterThan(5);
    assertThat(sharded().merge("a", 3)).isEqualTo(whole);
  }

  @Tag("thorough")
  @Test
  void beginningThatDiedAnywhereIsBegunAgain() {
    FaultyStore faulty = new FaultyStore(store);
    Vault vault = keys.open(faulty, READER);
    for (int call = 1; ; call++) {
      faulty.failing(call, FaultyStore.Fault.DEAD_AFTER);
      String run = "a" + call;
      boolean done;
      try {
        new ShardedVerification(vault, work.context()).run(request(run, 1, 1, options(1)), lake);
        done = true;
      } catch (BackupException e) {
        done = false;
      }
      shard(run, 1, 1);
      assertThat(sharded().merge(run, 3).files().missing()).isEqualTo(5);
      if (done) {
        return;
      }
    }
  }

  @Test
  void newestResultOfAShardCounts() {
    shard("a", 1, 2);
    shard("a", 2, 2);
    FilesReport damaged = sharded().merge("a", 3);
    Lake repaired = Lake.endless();
    FilesOptions shallow = new FilesOptions(List.of(), 1, 11, false, 3);
    sharded().run(request("b", 1, 1, shallow), repaired);
    assertThat(damaged.files().broken()).isEqualTo(7);

    lake = new Lake();
    shard("a", 1, 2);
    shard("a", 2, 2);

    FilesReport again = sharded().merge("a", 3);
    assertThat(again.files().missing()).isEqualTo(again.files().total());
    assertThat(sharded().merge("b", 3).files().missing()).isZero();
  }

  @Test
  void checksAtTheSameTimeAreNotMixed() {
    FilesReport damaged = whole(options(1), lake);
    shard("a", 1, 3);
    Lake empty = new Lake();
    sharded().run(request("b", 1, 3, options(1)), empty);
    sharded().run(request("b", 3, 3, options(1)), empty);
    shard("a", 3, 3);
    sharded().run(request("b", 2, 3, options(1)), empty);
    refused(Failure.FINDINGS, () -> sharded().merge("a", 3), "shard 2 is missing");
    shard("a", 2, 3);

    assertThat(sharded().merge("a", 3)).isEqualTo(damaged);
    assertThat(sharded().merge("b", 3).files().present()).isZero();
  }

  @Test
  void shardsLookAtTheBackupThatTheFirstOneFound() {
    FilesReport whole = whole(options(1), lake);
    shard("a", 2, 2);
    backup(vault(), "nessie");
    ShardReport later =
        sharded()
            .run(
                new ShardOptions(
                    "a",
                    new Shard(1, 2),
                    "latest",
                    new FilesOptions(List.of(), 1, 12, true, 3),
                    false),
                lake);

    assertThat(later.files().source()).isEqualTo(whole.source());
    assertThat(later.files().options().seed()).isEqualTo(11);
    assertThat(sharded().merge("a", 3)).isEqualTo(whole);
  }

  @Test
  void missingShardsAreNamed() {
    refused(Failure.FINDINGS, () -> sharded().merge("a", 3), "check \"a\" is missing");
    shard("a", 2, 4);
    shard("a", 3, 4);

    assertThat(sharded().mergeIfComplete("a", 3)).isEmpty();
    refused(
        Failure.FINDINGS,
        () -> sharded().merge("a", 3),
        "check \"a\" has not all of its 4 shards: shard 1 is missing, shard 4 is missing");
    shard("a", 1, 4);
    assertThat(sharded().mergeIfComplete("a", 3)).isEmpty();
    shard("a", 4, 4);
    assertThat(sharded().mergeIfComplete("a", 3)).contains(sharded().merge("a", 3));
  }

  @Test
  void shardOfSomethingElseIsRefused() {
    shard("a", 1, 2);
    Set<ShardOptions> others =
        Set.of(
            request("a", 2, 3, options(1)),
            request("a", 2, 2, options(0.5)),
            request("a", 2, 2, options(1, "main")),
            request("a", 2, 2, new FilesOptions(List.of(), 1, 11, false, 3)),
            new ShardOptions(
                "a", new Shard(2, 2), "latest", new FilesOptions(List.of(), 1, 1, true, 3), true),
            new ShardOptions("a", new Shard(2, 2), "oldest", options(1), false));
    others.forEach(
        other ->
            refused(
                Failure.USAGE,
                () -> sharded().run(other, lake),
                "check \"a\" has begun with something else: 2 shards, backup \"latest\" ("));
    for (String name : List.of("", "A", "../a", "-a", "a".repeat(64))) {
      refused(Failure.USAGE, () -> request(name, 1, 1, options(1)), "cannot be the name");
      refused(Failure.USAGE, () -> sharded().merge(name, 1), "cannot be the name");
    }
  }

  private String part(MemoryStore from, String run, int shard) {
    return from.list("shards/%s/%04d/".formatted(run, shard)).getLast().name();
  }

  @Test
  void resultThatLiesWhereItDoesNotBelongCountsForNothing() throws IOException {
    shard("a", 1, 2);
    shard("a", 2, 2);
    shard("b", 1, 2);
    shard("c", 1, 3);
    shard("c", 2, 3);
    FilesReport whole = sharded().merge("a", 3);
    byte[] ofAnotherShard = store.bytes(part(store, "a", 1));
    byte[] ofAnotherCheck = store.bytes(part(store, "b", 1));
    byte[] ofAnotherCount = store.bytes(part(store, "c", 2));
    List<byte[]> strangers = List.of(ofAnotherShard, ofAnotherCheck, ofAnotherCount);
    for (byte[] stranger : strangers) {
      String newer = "shards/a/0002/20991231T000000Z-0000.json";
      store.overwrite(newer, stranger);
      assertThat(sharded().merge("a", 3)).isEqualTo(whole);
      assertThat(work.warnings().getLast()).contains(newer);
    }
    store.overwrite("shards/b/0002/20991231T000000Z-0000.json", ofAnotherShard);
    refused(
        Failure.FINDINGS, () -> sharded().merge("b", 3), "shard 2 counts for nothing", "0000.json");
    store.overwrite("shards/b/0003/20991231T000000Z-0000.json", ofAnotherCount);
    refused(Failure.FINDINGS, () -> sharded().merge("b", 3), "has not all of its 2 shards");
  }

  @Test
  void resultOfAStrangerIsRefused() throws IOException {
    shard("a", 1, 2);
    shard("a", 2, 2);
    String genuine = part(store, "a", 2);
    // Somebody who may write into the vault, and has no key that signs.
    byte[] unsigned =
        new String(store.bytes(genuine), StandardCharsets.UTF_8)
            .replace("\"shard\" : 2", "\"shard\" : 1")
            .getBytes(StandardCharsets.UTF_8);
    store.overwrite(part(store, "a", 1), unsigned);
    refused(Failure.FINDINGS, () -> sharded().merge("a", 3), "shard 1 counts for nothing");
    shard("a", 1, 2);
    assertThat(sharded().merge("a", 3).files().broken()).isEqualTo(7);

    // A vault with the same id, which somebody else has made.
    MemoryStore elsewhere = strangersVault();
    store.overwrite(genuine, elsewhere.bytes(part(elsewhere, "a", 2)));
    refused(
        Failure.FINDINGS,
        () -> sharded().merge("a", 3),
        "shard 2 counts for nothing",
        "is signed by nobody who is trusted");
    String plan = "shards/a/plan.json";
    store.overwrite(plan, elsewhere.bytes(plan));
    refused(Failure.UNTRUSTED, () -> sharded().merge("a", 3), plan);
    refused(Failure.UNTRUSTED, () -> shard("a", 1, 2), plan);
  }

  private MemoryStore strangersVault() {
    MemoryStore strangers = new MemoryStore();
    Vault vault = EncryptedVault.create(strangers, READER).open(strangers, READER);
    backup(vault, "nessie");
    for (int index = 1; index <= 2; index++) {
      new ShardedVerification(vault, work.context())
          .run(request("a", index, 2, options(1)), Lake.endless());
    }
    return strangers;
  }

  @Test
  void damagedResultIsNamedAndNothingOfItIsUsed() throws IOException {
    shard("a", 1, 1);
    String name = part(store, "a", 1);
    byte[] bytes = store.bytes(name);
    for (int i = 0; i < bytes.length; i += 397) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 1;
      store.overwrite(name, damaged);
      refused(Failure.FINDINGS, () -> sharded().merge("a", 3), "shard 1 counts for nothing");
    }
    store.overwrite(name, bytes);
    assertThat(sharded().merge("a", 3).files().broken()).isEqualTo(7);
  }

  @Test
  void nobodyReadsInTheVaultWhatTablesThereAre() throws IOException {
    shard("a", 1, 1);

    for (StoredObject object : store.list("shards/")) {
      assertThat(new String(store.bytes(object.name()), StandardCharsets.UTF_8))
          .doesNotContain("s3:", "latest", "present", "missing");
    }
  }

  @Test
  void whoMayNotWriteIsRefusedBeforeAnyFileIsProbed() {
    Vault reader = Vault.open(store, VaultAccess.NONE.withIdentities(List.of(READER)));
    Lake unasked = Lake.endless();

    refused(
        Failure.KEY_MISSING,
        () ->
            new ShardedVerification(reader, work.context())
                .run(request("a", 1, 1, options(1)), unasked),
        "vault");
    assertThat(unasked.asked()).isEmpty();
    assertThat(store.list("shards/")).isEmpty();
    shard("a", 1, 1);
    assertThat(new ShardedVerification(reader, work.context()).merge("a", 3).files().broken())
        .isEqualTo(7);
  }

  @Test
  void pruneRemovesChecksOfLongAgo() {
    shard("a", 1, 2);
    Instant last = store.list("shards/a/").getLast().modified();
    Vault vault = vault();

    assertThat(vault.shards().obsolete(last.plus(Duration.ofDays(29)))).isEmpty();
    assertThat(vault.shards().obsolete(last.plus(Duration.ofDays(31))))
        .isEqualTo(store.list("shards/"));
  }
}
