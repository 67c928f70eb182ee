package org.nessiebackup.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Failure;
import org.nessiebackup.check.CheckOptions.Cutoff;
import org.nessiebackup.check.CheckOptions.CutoffPolicy;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.check.CheckReport.Status;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;

/** What a check says of Nessie GC. */
class CollectorCheckTest {
  private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");
  private final TestContext work = new TestContext().by(java.time.Clock.fixed(NOW, ZoneOffset.UTC));
  private SampleVault vault;

  @BeforeEach
  void makeVault() {
    vault = new SampleVault(new MemoryStore(), work);
  }

  private List<Item> cutoffs(Cutoff... cutoffs) {
    CheckOptions options =
        new CheckOptions(
            Optional.empty(), Optional.empty(), Duration.ofHours(26), List.of(cutoffs));
    return new CatalogCheck(
            vault::vault,
            () -> {
              throw Failure.USAGE.exception("no database is needed");
            },
            work.context())
        .vault(options).stream().filter(item -> item.name().equals("gc-cutoff")).toList();
  }

  private static Cutoff usual(CutoffPolicy policy) {
    return new Cutoff(Optional.empty(), policy);
  }

  private static CutoffPolicy days(int days) {
    return new CutoffPolicy.Age(Duration.ofDays(days));
  }

  @Test
  void withoutSettingsItIsSaidThatNothingWasCompared() {
    assertThat(cutoffs())
        .singleElement()
        .matches(item -> item.status() == Status.OK && item.detail().contains("not compared"));
  }

  @Test
  void backupsThatAreOlderThanTheCutoffAreCountedAndTheOldestIsNamed() {
    vault.full("20260801T020000Z-0001");
    vault.full("20261001T020000Z-0002");
    vault.full("20261122T010000Z-0003");

    Item item = cutoffs(usual(days(30))).getFirst();
    assertThat(item.status()).isEqualTo(Status.WARN);
    assertThat(item.detail())
        .contains("keeps files for 30 days")
        .contains("2 of 3 backups are older, the oldest, \"20260801T020000Z-0001\", 113 days");
    assertThat(item.advice().orElseThrow())
        .contains("a cutoff of P373D or more")
        .contains("`verify --files 20260801T020000Z-0001`");
  }

  @Test
  void promiseOfThePolicyCountsBeforeThereIsAnOldBackup() {
    vault.full("20261122T010000Z-0003");

    Item item = cutoffs(usual(days(90))).getFirst();
    assertThat(item.status()).isEqualTo(Status.WARN);
    assertThat(item.detail()).contains("90 days").contains("keeps backups for up to 372 days");
    assertThat(cutoffs(usual(days(400)))).extracting(Item::status).containsExactly(Status.OK);
  }

  @Test
  void everyPolicyOfNessieGcIsUnderstood() {
    vault.full("20261122T010000Z-0003");

    assertThat(
            cutoffs(
                new Cutoff(Optional.of("main|release-.*"), new CutoffPolicy.Everything()),
                new Cutoff(Optional.of("dev"), new CutoffPolicy.Commits(100)),
                new Cutoff(Optional.of("old"), new CutoffPolicy.Since(Instant.EPOCH)),
                new Cutoff(
                    Optional.of("new"), new CutoffPolicy.Since(NOW.minus(Duration.ofMinutes(1)))),
                usual(days(1))))
        .extracting(Item::status)
        .containsExactly(Status.OK, Status.WARN, Status.OK, Status.WARN, Status.WARN);
    assertThat(cutoffs(new Cutoff(Optional.of("dev"), new CutoffPolicy.Commits(100))).getFirst())
        .matches(item -> item.detail().startsWith("references \"dev\": "))
        .matches(item -> item.advice().orElseThrow().contains("P373D"));
  }

  @Test
  void booksOfNessieGcAreFoundInTheDatabase() throws IOException {
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie")) {
      assertThat(server(database)).isEmpty();
      // As nessie-gc's create-sql-schema makes them.
      database.execute(
          "CREATE SCHEMA gc",
          "CREATE TABLE gc.gc_live_sets (live_set_id VARCHAR(40), set_status VARCHAR(40),"
              + " identify_started TIMESTAMP, identify_finished TIMESTAMP, expire_started"
              + " TIMESTAMP, expire_finished TIMESTAMP, error_message VARCHAR(2000), PRIMARY KEY"
              + " (live_set_id))",
          "CREATE TABLE gc.gc_file_deletions (live_set_id VARCHAR(40), base_uri VARCHAR(250),"
              + " path_uri VARCHAR(250), modification_timestamp BIGINT,"
              + " PRIMARY KEY (live_set_id, base_uri, path_uri))");
      assertThat(server(database)).extracting(Item::status).containsExactly(Status.OK, Status.OK);

      database.execute(
          "INSERT INTO gc.gc_live_sets VALUES"
              + " ('first', 'EXPIRY_SUCCESS', '2026-11-01 03:00:00', '2026-11-01 03:10:00',"
              + "  '2026-11-01 03:10:01', '2026-11-01 04:00:00', NULL),"
              + " ('second', 'EXPIRY_SUCCESS', '2026-11-08 03:00:00', '2026-11-08 03:10:00',"
              + "  '2026-11-08 03:10:01', '2026-11-08 04:00:00', NULL)",
          "INSERT INTO gc.gc_file_deletions SELECT 'second', 's3://lake/', 'f' || i, 0"
              + " FROM generate_series(1, 1204) i");
      List<Item> items = server(database);
      assertThat(items).extracting(Item::name).containsExactly("gc-runs", "gc-deferred");
      assertThat(items.getFirst().detail())
          .isEqualTo(
              "Nessie GC keeps its books in schema \"gc\": it last deleted files at about"
                  + " 2026-11-08T03:10:01Z");
      assertThat(items.getLast().status()).isEqualTo(Status.WARN);
      assertThat(items.getLast().detail())
          .isEqualTo(
              "1,204 files wait to be deleted, in schema \"gc\"; the oldest list, second, is of"
                  + " 2026-11-08T03:00:00Z");

      database.execute("UPDATE gc.gc_live_sets SET set_status = 'EXPIRY_IN_PROGRESS'");
      assertThat(server(database).getFirst().status()).isEqualTo(Status.WARN);
      String role = "reader_" + database.name();
      database.execute("CREATE ROLE " + role + " LOGIN");
      assertThat(
              new CatalogCheck(vault::vault, () -> database.database(role), work.context())
                  .server(
                      new CheckOptions(
                          Optional.of("nessie"), Optional.empty(), Duration.ofHours(1), List.of())))
          .filteredOn(item -> item.name().equals("gc-runs"))
          .singleElement()
          .matches(
              item -> item.status() == Status.WARN && item.detail().startsWith("not looked at"));
      database.execute("DROP ROLE " + role);
    }
  }

  private List<Item> server(TestDatabase database) {
    return new CatalogCheck(vault::vault, database::database, work.context())
            .server(
                new CheckOptions(
                    Optional.empty(), Optional.empty(), Duration.ofHours(26), List.of()))
            .stream()
            .filter(item -> item.name().startsWith("gc-"))
            .toList();
  }
}
