package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Progress;
import org.nessiebackup.WorkContext;
import org.nessiebackup.cli.testing.JsonContract;
import org.nessiebackup.manifest.Documents;
import org.nessiebackup.manifest.Lease;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.lease.VaultLease;
import tools.jackson.databind.JsonNode;

/** What keeps a vault for years: every command in both forms, with its exit status. */
class RetentionCommandsTest {
  private static final JsonContract CONTRACT = JsonContract.read();
  private static PostgresServer server;

  private @TempDir Path folder;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeAll
  static void startServer() throws SQLException {
    server = PostgresServer.start();
    server.createDatabase("retention");
    try (Connection connection = server.connect("retention")) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void makeVault() {
    environment.put("NESSIE_BACKUP_VAULT", folder.resolve("vault").toString());
    environment.put("NESSIE_BACKUP_JDBC_URL", server.jdbcUrl("retention"));
    environment.put("NESSIE_BACKUP_USER", server.user());
    environment.put("XDG_CONFIG_HOME", folder.resolve("keys").toString());
    run("init", "--no-encryption");
  }

  private ProgramRun run(String... args) {
    return ProgramRun.of(environment, args);
  }

  private JsonNode json(String section, String... args) {
    ProgramRun run =
        run(Stream.concat(Stream.of(args), Stream.of("--json")).toArray(String[]::new));
    assertThat(run.err().lines()).allMatch(line -> line.contains("\"message_type\":\"warning\""));
    assertThat(run.documents()).hasSize(1);
    CONTRACT.holdsFor(run.summary(), section);
    assertThat(run.status()).isEqualTo(run.summary().path("exit_code").asInt());
    return run.summary();
  }

  private String backup(String... more) {
    String[] args = Stream.concat(Stream.of("backup"), Stream.of(more)).toArray(String[]::new);
    return json("backup", args).path("backup_id").asString();
  }

  @Test
  void pruneShowsItsPlanAsksAndRemoves() {
    String first = backup();
    String second = backup("--type", "full");
    String[] lastOne = {"prune", "--keep-last", "1"};

    JsonNode plan = json("prune --dry-run", "prune", "--keep-last", "1", "--dry-run");
    assertThat(plan.path("plan").path("backups").path(0).path("keep").asBoolean()).isFalse();
    assertThat(plan.path("plan").path("backups").path(1).path("reasons").path(0).asString())
        .isEqualTo("newest");
    assertThat(plan.path("plan").path("warnings").path(0).asString())
        .contains("not a day old", first);
    assertThat(run("expire", "--keep-last", "1", "-n").out())
        .startsWith("plan: keep 1 backup, remove 1, free ")
        .contains("  policy      1 last, by the calendar of UTC")
        .contains(second + "  keep");

    ProgramRun unasked = run(lastOne);
    assertThat(unasked.status()).isEqualTo(13);
    assertThat(unasked.err()).contains("plan: keep 1").contains("not confirmed").contains("--yes");
    environment.put("NESSIE_BACKUP_TERMINALS", "02");
    assertThat(ProgramRun.typing("no\n", environment, lastOne).status()).isEqualTo(13);
    assertThat(run("list").out()).contains(first);
    environment.remove("NESSIE_BACKUP_TERMINALS");

    JsonNode pruned = json("prune", "prune", "--keep-last", "1", "--yes");
    assertThat(pruned.path("removed").path(0).asString()).isEqualTo(first);
    assertThat(run("list").out()).contains(second).doesNotContain(first);
    assertThat(run(lastOne).out()).startsWith("removed 0 backups, kept 1");
  }

  @Test
  void savedPolicyHoldsForEveryCaller() {
    run("prune", "--keep-last", "3", "--timezone", "Asia/Tokyo", "--save", "--yes");
    assertThat(run("prune", "-n").out()).contains("3 last, by the calendar of Asia/Tokyo");

    ProgramRun planned = run("prune", "--keep-last", "9", "--save", "-n");
    assertThat(planned.status()).isZero();
    assertThat(run("prune", "-n").out()).contains("3 last");
    assertThat(run("prune", "--save", "--yes").status()).isEqualTo(2);
    assertThat(run("prune", "--keep-last", "0", "--save", "--yes").status()).isEqualTo(2);
  }

  @Test
  void policyThatKeepsNothingIsRefused() {
    assertThat(run("prune", "--keep-last", "0", "--yes").status()).isEqualTo(2);
  }

  @Test
  void pinnedBackupIsMarkedAndStays() {
    String first = backup();
    backup();
    assertThat(json("keep", "keep", first, "--reason", "audit").path("changed").asBoolean())
        .isTrue();
    assertThat(run("keep", first).out()).endsWith("stays until it is released, as before\n");

    JsonNode show = json("show", "show", first).path("backup");
    assertThat(show.path("pinned").asBoolean()).isTrue();
    assertThat(show.path("pin_reason").asString()).isEqualTo("audit");
    assertThat(run("show", first).out()).contains("pinned      yes: audit");
    assertThat(run("list").out()).contains("pinned");
    assertThat(run("prune", "--keep-last", "1", "-n").out()).contains("pinned: audit");

    assertThat(json("keep", "keep", first, "--release").path("pinned").asBoolean()).isFalse();
    assertThat(run("keep", "latest", "--release").out()).endsWith("may be pruned, as before\n");
    assertThat(run("keep", "20200101T000000Z-0000").status()).isEqualTo(1);
  }

  @Test
  void tagsAreShownAndKeptBy() {
    String tagged = backup("--tag", "audit", "--tag", "before the migration");
    backup();
    JsonNode listed = json("list", "list").path("backups").path(0);
    assertThat(listed.path("tags").path(1).asString()).isEqualTo("before the migration");
    assertThat(run("list").out()).contains("audit, before the migration");
    assertThat(run("prune", "--keep-tag", "audit", "-n").out())
        .contains(tagged)
        .contains("tag audit");
    assertThat(run("backup", "--tag", " ").status()).isEqualTo(2);
  }

  @Test
  void verifyLeavesANoteUnlessToldNotTo() throws IOException {
    String id = backup();
    run("verify", "latest", "--no-record");
    assertThat(json("list", "list").path("backups").path(0).has("verified")).isFalse();
    run("verify", "latest");

    JsonNode verified = json("list", "list").path("backups").path(0).path("verified");
    assertThat(verified.path("sound").asBoolean()).isTrue();
    assertThat(verified.path("depth").asString()).isEqualTo("full");
    assertThat(run("list").out()).containsPattern("full \\d+ s ago");

    Path segment = folder.resolve("vault/backups/" + id + "/refs2-0000.copy.zst");
    Files.write(segment, new byte[1]);
    assertThat(run("verify", "latest", "--quick").status()).isEqualTo(3);
    assertThat(run("list").out()).contains("DAMAGED, quick");
    assertThat(json("status", "status").path("damaged").asInt()).isEqualTo(1);
  }

  @Test
  void statusEndsWithFourteenWhenSomethingIsTooOldOrMissing() {
    JsonNode empty = json("status", "status", "--max-age", "26h");
    assertThat(empty.path("exit_code").asInt()).isEqualTo(14);
    assertThat(empty.path("stale").asBoolean()).isTrue();
    assertThat(run("status").status()).isZero();
    assertThat(run("status").out()).contains("last backup never");

    String id = backup();
    JsonNode status = json("status", "status", "--max-age", "26h");
    assertThat(status.path("exit_code").asInt()).isZero();
    assertThat(status.path("last_backup").path("id").asString()).isEqualTo(id);
    assertThat(status.path("rpo_seconds").asLong()).isLessThan(600);
    ProgramRun unverified = run("status", "--max-verify-age", "8d");
    assertThat(unverified.status()).isEqualTo(14);
    assertThat(unverified.out()).contains("STALE       there is no verification yet");
  }

  @Test
  void copyBringsWhatIsMissingIntoASecondVault() throws IOException {
    String id = backup();
    String second = folder.resolve("second").toString();
    JsonNode plan = json("copy --dry-run", "copy", "--to", second, "--dry-run");
    assertThat(plan.path("plan").path("creates_vault").asBoolean()).isTrue();
    assertThat(run("copy", "--to", second, "-n").out()).startsWith("plan: copy 1 backup");

    JsonNode copied = json("copy", "copy", "--to", second);
    assertThat(copied.path("copied").path(0).asString()).isEqualTo(id);
    assertThat(run("verify", "--all", "--vault", second).status()).isZero();
    assertThat(run("copy", "latest", "--to", second).out()).startsWith("copied 0 backups");
    assertThat(run("copy", "--since", "2020-01-01", "--to", second).status()).isZero();
    assertThat(run("copy", "--since", "yesterday", "--to", second).status()).isZero();
    assertThat(run("list", "--since", "26h", "--vault", second).out()).contains(id);
    assertThat(run("copy", "--to", folder.resolve("vault").toString()).status()).isEqualTo(2);

    String other = folder.resolve("other").toString();
    run("init", "--vault", other, "--no-encryption");
    JsonNode again = json("copy --dry-run", "copy", "--to", other, "--dry-run");
    assertThat(again.path("plan").path("mode").asString()).isEqualTo("reencryption");
    assertThat(json("copy", "copy", "--to", other).path("mode").asString())
        .isEqualTo("reencryption");
    assertThat(run("verify", "--all", "--vault", other).status()).isZero();

    backup();
    Files.write(folder.resolve("vault/backups/" + id + "/refs2-0000.copy.zst"), new byte[1]);
    String third = folder.resolve("third").toString();
    JsonNode gaps = json("copy", "copy", "--to", third);
    assertThat(gaps.path("exit_code").asInt()).isEqualTo(3);
    assertThat(gaps.path("failed").path(0).path("id").asString()).isEqualTo(id);
    assertThat(run("copy", "--to", third).out()).contains("NOT COPIED");
  }

  @Test
  void backupCopiesAndPrunesInOneCommand() {
    backup();
    run("prune", "--keep-last", "1", "--save", "--yes");
    String second = folder.resolve("second").toString();
    JsonNode all = json("backup", "backup", "--type", "full", "--copy-to", second, "--prune");
    assertThat(all.path("copy").path("copied")).hasSize(2);
    assertThat(all.path("prune").path("kept").asInt()).isEqualTo(1);
    assertThat(run("backup", "--type", "full", "--copy-to", second, "--prune").out())
        .contains("copied 1 backup to")
        .contains("removed 1 backup");
  }

  @Test
  void failedCopySaysThatTheBackupIsWhole() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    ProgramRun run = run("backup", "--copy-to", file.resolve("x").toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("is whole, but what was to follow failed");
    assertThat(json("list", "list").path("backups")).hasSize(1);
  }

  @Test
  void whoeverIsAtWorkKeepsOthersOutUntilUnlocked() {
    Vault vault = Vault.open(new FolderStore(folder.resolve("vault")));
    WorkContext work =
        new WorkContext(
            "test", "host a, process 7", Clock.systemUTC(), Progress.NONE, new Cancellation());
    try (VaultLease lease = vault.leases().acquire(Lease.Kind.PRUNE, List.of(), work)) {
      ProgramRun locked = run("backup");
      assertThat(locked.status()).isEqualTo(11);
      assertThat(locked.err())
          .contains("prune by \"host a, process 7\"")
          .contains("`unlock --force`");
      assertThat(run("status").out()).contains("at work").contains("host a, process 7");
      assertThat(json("status", "status").path("leases").path(0).path("live").asBoolean()).isTrue();

      assertThat(json("unlock", "unlock", "--dry-run").path("left")).hasSize(1);
      assertThat(run("unlock", "--yes").status()).isEqualTo(13);
      assertThat(run("unlock", "--force").err()).contains("plan: remove 1 lease");
      assertThat(run("unlock", "--force").status()).isEqualTo(13);
      assertThat(json("unlock", "unlock", "--force", "--yes").path("removed")).hasSize(1);
      assertThat(lease.lease().kind()).isEqualTo(Lease.Kind.PRUNE);
    }
    assertThat(run("unlock").out()).startsWith("removed 0 leases");
    backup();
  }

  @Test
  void leaseOfAKilledProcessIsRemovedWithoutForce() throws IOException {
    Instant longAgo = Instant.parse("2026-01-01T00:00:00Z");
    Lease stale =
        new Lease(
            Lease.Kind.BACKUP,
            "0b9c3c50-93a5-4d1e-8a2e-6c8b58d7a1f4",
            "host b, process 9",
            longAgo,
            longAgo.plusSeconds(120),
            List.of());
    Path locks = Files.createDirectories(folder.resolve("vault/locks/backup"));
    Files.write(locks.resolve("00000001.json"), Documents.write(stale, Optional.empty()));

    assertThat(run("unlock", "-n").out()).contains("host b, process 9").contains("ended 2026-01");
    assertThat(json("unlock", "unlock", "--yes").path("removed")).hasSize(1);
    assertThat(json("unlock", "unlock", "--yes").path("removed")).isEmpty();
  }
}
