package org.nessiebackup.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.Cancellation;
import org.nessiebackup.check.CheckReport.Item;
import org.nessiebackup.check.CheckReport.Status;
import org.nessiebackup.postgres.Database;
import org.nessiebackup.postgres.Session;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.tables.ReplicaMark;
import org.nessiebackup.testing.Operations;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.testing.TestDatabase;
import org.nessiebackup.vault.Vault;

class CatalogCheckTest {
  private final TestContext work = new TestContext();
  private @TempDir Path folder;

  @Test
  void allIsWellAfterABackup() {
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie")) {
      new Operations(new FolderStore(folder), database.database(), work).backup();
      CheckReport report = check(database.database(), Duration.ofHours(26));
      assertThat(report.passed()).isTrue();
      assertThat(report.items())
          .allMatch(
              item ->
                  item.status() == Status.OK
                      || List.of("encryption", "signatures").contains(item.name()))
          .extracting(Item::name)
          .containsExactly(
              "connection",
              "tls",
              "clock",
              "catalog",
              "backup-privileges",
              "tables",
              "columns",
              "keys",
              "snapshot",
              "restore-privileges",
              "restore-obstacles",
              "other-tables",
              "kept-tables",
              "vault",
              "vault-writable",
              "vault-exclusive",
              "encryption",
              "signatures",
              "last-backup",
              "gc-cutoff",
              "history");
    }
  }

  @Test
  void warnsOfWhatSomebodyShouldLookAt() {
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie")) {
      Operations operations = new Operations(new FolderStore(folder), database.database(), work);
      operations.backup();
      operations.restoreLatest();
      database.execute("CREATE TABLE nessie.other (x int)");
      Map<String, Item> items = items(check(database.database(), Duration.ZERO));
      assertThat(items.get("kept-tables").status()).isEqualTo(Status.OK);
      assertThat(items.get("kept-tables").detail()).contains("nessie_backup_kept_");
      assertThat(items.get("other-tables").detail()).contains("\"other\"");
      assertThat(items.get("last-backup").status()).isEqualTo(Status.WARN);
    }
  }

  @Test
  void catalogInWhosePlaceAnotherOneWasPromotedFails() {
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie")) {
      new Operations(new FolderStore(folder), database.database(), work).backup();
      mark(database, ReplicaMark.Role.REPLICA);
      assertThat(items(check(database.database(), Duration.ofHours(26))).get("replica").status())
          .isEqualTo(Status.OK);
      mark(database, ReplicaMark.Role.SUPERSEDED);
      Item former = items(check(database.database(), Duration.ofHours(26))).get("replica");
      assertThat(former.status()).isEqualTo(Status.FAIL);
      assertThat(former.detail()).contains("\"standby\" in cluster 77 has it in epoch 2");
      assertThat(former.advice().orElseThrow()).contains("Stop the Nessie");
    }
  }

  private static void mark(TestDatabase database, ReplicaMark.Role role) {
    try (Session session = database.database().open(new Cancellation())) {
      new ReplicaMark(role, 2, "standby", "77", Instant.parse("2026-11-22T02:00:00Z"))
          .put(session, "nessie");
    }
  }

  @Test
  void saysOfKeptTablesWhetherTheyAreOldInUseOrOutOfReach() {
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie")) {
      Operations operations = new Operations(new FolderStore(folder), database.database(), work);
      operations.backup();
      String kept = operations.restoreLatest().keptSchema().orElseThrow();
      Instant inTime = Instant.now();
      assertThat(kept(database.database(), inTime).status()).isEqualTo(Status.OK);
      Item old = kept(database.database(), inTime.plus(Duration.ofDays(8)));
      assertThat(old.status()).isEqualTo(Status.WARN);
      assertThat(old.advice().orElseThrow()).contains("undo --release --older-than 7d");

      String role = "member_" + database.name();
      database.execute("CREATE ROLE " + role + " LOGIN");
      Item foreign = kept(database.database(role), inTime);
      assertThat(foreign.status()).isEqualTo(Status.WARN);
      assertThat(foreign.advice().orElseThrow()).contains("ALTER SCHEMA " + kept + " OWNER TO");

      database.execute("CREATE VIEW public.heads AS SELECT * FROM " + kept + ".refs2");
      Item viewed = kept(database.database(), inTime);
      assertThat(viewed.status()).isEqualTo(Status.WARN);
      assertThat(viewed.detail()).contains("view public.heads");
      database.execute("DROP ROLE " + role);
    }
  }

  private Item kept(Database database, Instant now) {
    work.by(Clock.fixed(now, ZoneOffset.UTC));
    return items(check(database, Duration.ZERO)).get("kept-tables");
  }

  @Test
  void namesTheGrantsAReaderLacks() {
    try (TestDatabase database = TestDatabase.create().withCatalog("nessie")) {
      String role = "reader_" + database.name();
      database.execute("CREATE ROLE " + role + " LOGIN");
      new Operations(new FolderStore(folder), database.database(), work);
      CheckReport report = check(database.database(role), Duration.ofHours(26));
      assertThat(report.passed()).isFalse();
      Map<String, Item> items = items(report);
      assertThat(items.get("backup-privileges").status()).isEqualTo(Status.FAIL);
      assertThat(items.get("backup-privileges").advice().orElse("")).contains("GRANT USAGE");
      assertThat(items.get("restore-privileges").status()).isEqualTo(Status.WARN);
      database.execute("DROP ROLE " + role);
    }
  }

  @Test
  void aMissingVaultAndAnUnreachableServerAreItemsToo() throws java.io.IOException {
    try (TestDatabase database = TestDatabase.create()) {
      Map<String, Item> items = items(check(database.database(), Duration.ofHours(26)));
      assertThat(items.get("catalog").status()).isEqualTo(Status.FAIL);
      assertThat(items.get("vault").status()).isEqualTo(Status.FAIL);
    }
    new Operations(new FolderStore(folder), null, work);
    Files.writeString(folder.resolve("vault.json"), "nonsense");
    assertThat(
            items(
                    new CatalogCheck(
                            () -> Vault.open(new FolderStore(folder)),
                            () -> {
                              throw org.nessiebackup.Failure.USAGE.exception(
                                  "no database was named");
                            },
                            work.context())
                        .run(
                            new CheckOptions(
                                Optional.empty(),
                                Optional.empty(),
                                Duration.ofHours(1),
                                List.of())))
                .values())
        .extracting(Item::name, Item::status)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("connection", Status.FAIL),
            org.assertj.core.groups.Tuple.tuple("vault", Status.FAIL));
  }

  private CheckReport check(Database database, Duration oldest) {
    return new CatalogCheck(
            () -> Vault.open(new FolderStore(folder)), () -> database, work.context())
        .run(new CheckOptions(Optional.empty(), Optional.empty(), oldest, List.of()));
  }

  private static Map<String, Item> items(CheckReport report) {
    return report.items().stream()
        .collect(Collectors.toMap(Item::name, item -> item, (first, second) -> first));
  }
}
