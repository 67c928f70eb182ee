package org.nessiebackup.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.testing.NessieZip;
import tools.jackson.databind.JsonNode;

/** The life of a catalog with the real Nessie: written, backed up, wrecked, restored, served. */
class NessieEndToEndTest {
  private static PostgresServer server;
  private @TempDir Path folder;

  @BeforeAll
  static void startServer() {
    server = PostgresServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Test
  void nessieFindsEverythingAgainAfterARestore() {
    CatalogDatabase database = CatalogDatabase.create(server, "lake");
    CommandRunner commands = CommandRunner.of(database, server.port(), folder.resolve("vault"));
    commands.run("init").done();
    CatalogRecord before;
    String busy;
    String quiet;
    List<String> whole;
    List<String> wrecked;
    try (NessieServer nessie = NessieServer.start(database, folder)) {
      List<String> branches = populate(nessie.client());
      busy = backupWhileClientsCommit(commands, nessie.client(), branches);
      before = CatalogRecord.of(nessie.client(), database);
      quiet =
          commands.launch("backup", "--json").result().done().summary().get("backup_id").asString();
      whole = database.fingerprint();
      new BrowsedBackup(commands, quiet)
          .assertShowsWhat(nessie.client(), "main", "etl/nightly", "v1");
      new BrowsedBackup(commands, "live").assertShowsWhat(nessie.client(), "dev");
      assertFilesAreThoseOf(nessie.client(), commands, quiet);
      assertThat(before.formerPointers()).anyMatch(line -> !line.endsWith("NULL"));

      database.execute(
          "DELETE FROM nessie.refs2 WHERE ref_name LIKE '%etl%'",
          "DELETE FROM nessie.objs2 WHERE get_byte(obj_id, 0) % 3 = 0");
      wrecked = database.fingerprint();
      CommandResult refused = commands.launch("restore", quiet, "--yes").result().exited(13);
      assertThat(refused.err()).contains("role \"nessie\" is connected from 127.0.0.1");
      assertThat(database.fingerprint()).isEqualTo(wrecked);
    }

    Path zip = folder.resolve("nessie.zip");
    commands.run("export", quiet, "--format", "nessie-zip", "-f", zip.toString()).done();
    new ExportedCatalog(new NessieZip(zip)).assertHoldsAll(before);

    commands.launch("restore", quiet, "--yes").result().done();
    assertThat(database.fingerprint()).isEqualTo(whole);

    try (NessieServer nessie = NessieServer.start(database, folder)) {
      CatalogRecord after = CatalogRecord.of(nessie.client(), database);
      assertThat(after.references()).isEqualTo(before.references());
      assertThat(after).isEqualTo(before);
      commands.launch("undo").result().exited(13);
    }
    List<String> served = database.fingerprint();
    commands.run("undo").done();
    assertThat(database.fingerprint()).isEqualTo(wrecked);
    commands.run("undo").done();
    assertThat(database.fingerprint()).isEqualTo(served);

    assertWalksToItsRoots(commands, busy, "clone");
    database.execute(
        "ALTER TABLE nessie.refs2 DROP created_at, DROP ext_info, DROP prev_ptr",
        "ALTER TABLE nessie.objs2 DROP obj_ref");
    commands.run("backup").done();
    assertWalksToItsRoots(commands, "latest", "upgraded");
    commands.run("verify", "--all").done();
  }

  private static List<String> populate(NessieClient nessie) {
    try {
      NessieClient.Reference main = nessie.putNamespace(nessie.reference("main"), "shop");
      for (int i = 0; i < 5; i++) {
        main = nessie.putTable(main, "shop", "tablé_" + i, i);
      }
      nessie.create("TAG", "v1", main);
      for (String name : List.of("etl/nightly", "dev", "release-2")) {
        NessieClient.Reference branch = nessie.create("BRANCH", name, main);
        for (int i = 0; i < 5; i++) {
          branch = nessie.putTable(branch, "shop", "tablé_" + i, 100 + i);
        }
      }
      return List.of("main", "etl/nightly", "dev", "release-2");
    } catch (NessieClient.ConflictException e) {
      throw new AssertionError(e);
    }
  }

  private static String backupWhileClientsCommit(
      CommandRunner commands, NessieClient nessie, List<String> branches) {
    try (BusyClients clients = BusyClients.start(nessie, branches)) {
      clients.awaitCommits(40);
      int before = clients.commits();
      CommandResult result = commands.launch("backup", "--json").result().done();
      assertThat(clients.commits()).as("commits during the backup").isGreaterThan(before);
      clients.awaitCommits(20);
      assertThat(clients.errors()).isEmpty();
      return result.summary().get("backup_id").asString();
    }
  }

  /** All files that Nessie's API names at the heads are asked for, and no others. */
  private void assertFilesAreThoseOf(NessieClient nessie, CommandRunner commands, String backup) {
    Set<String> named = new TreeSet<>();
    for (String reference : nessie.references().keySet()) {
      for (JsonNode entry : nessie.contents(reference).values()) {
        JsonNode location = entry.path("content").path("metadataLocation");
        if (location.isString()) {
          named.add(location.asString());
        }
      }
    }
    assertThat(named).hasSizeGreaterThan(5);
    for (String source : List.of(backup, "--live")) {
      try (StandInLake lake = StandInLake.start()) {
        Path settings = Files.writeString(folder.resolve("lake.properties"), lake.settings());
        commands
            .run("verify", "--files", source, "--nessie-properties", settings.toString())
            .done();
        assertThat(lake.asked()).isEqualTo(named);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * A cut in time has every commit that a reference in it needs, and every content. Nessie starts
   * with it, also if it is one of before an upgrade.
   */
  private void assertWalksToItsRoots(CommandRunner commands, String backup, String place) {
    CatalogDatabase clone = CatalogDatabase.create(server, place);
    String url = server.jdbcUrl(clone.name());
    commands.run("restore", backup, "--target-jdbc-url", url, "--user", "nessie", "--yes").done();
    assertThat(
            clone.query(
                "SELECT ref_name FROM nessie.refs2 r WHERE NOT EXISTS (SELECT FROM nessie.objs2 o"
                    + " WHERE o.repo = r.repo AND o.obj_id = r.pointer)"))
        .isEmpty();
    try (NessieServer nessie = NessieServer.start(clone, folder)) {
      Map<String, NessieClient.Reference> references = nessie.client().references();
      assertThat(references).containsKeys("main", "etl/nightly", "dev", "release-2", "v1");
      for (NessieClient.Reference reference : references.values()) {
        List<JsonNode> log = nessie.client().log(reference.name());
        assertThat(log.getFirst().get("commitMeta").get("hash").asString())
            .isEqualTo(reference.hash());
        assertThat(log.getLast().get("commitMeta").get("message").asString()).isEqualTo("put shop");
        assertThat(nessie.client().contents(reference.name())).hasSizeGreaterThan(5);
      }
    }
  }
}
