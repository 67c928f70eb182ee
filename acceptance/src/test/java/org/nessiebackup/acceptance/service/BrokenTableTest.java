package org.nessiebackup.acceptance.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.nessiebackup.acceptance.CatalogDatabase;
import org.nessiebackup.acceptance.CommandRunner;
import org.nessiebackup.acceptance.Installation;
import org.nessiebackup.acceptance.NessieClient;
import org.nessiebackup.acceptance.NessieServer;
import org.nessiebackup.sandbox.PostgresServer;
import tools.jackson.databind.JsonNode;

/**
 * A table was overwritten, among ten thousand recovery points: the way from there to the table of
 * before, on the page, while Nessie serves.
 */
@Tag("thorough")
@Timeout(600)
@Execution(ExecutionMode.SAME_THREAD)
class BrokenTableTest {
  private static final int POINTS = 10_000;
  private static final int MOST_DEEDS = 12;
  private static final String KEY = "[\"sales\",\"orders\"]";

  /** A name that is a trap for whoever takes it for a part of a page. */
  private static final String HOSTILE = "<img src=x onerror=alert(1)>";

  private static @TempDir Path folder;
  private static PostgresServer server;
  private static NessieServer nessie;
  private static NessieClient client;
  private static CommandRunner commands;
  private static ServedPage page;
  private static Chromium browser;
  private static JsonNode orders;
  private static JsonNode hostile;

  @BeforeAll
  static void breakThings() throws Exception {
    browser = Chromium.start();
    server = PostgresServer.start();
    CatalogDatabase database = CatalogDatabase.create(server, "lake");
    nessie = NessieServer.start(database, folder);
    client = nessie.client();
    commands =
        CommandRunner.of(database, server.port(), folder.resolve("vault"))
            .with("NESSIE_BACKUP_NESSIE_URL", nessie.address().toString());
    commands.run("init").done();
    client.putNamespace(client.reference("main"), "sales");
    for (int batch = 1; batch <= 4; batch++) {
      client.putTable(client.reference("main"), "sales", "items", batch);
      client.putTable(client.reference("main"), "sales", "orders", batch);
      client.putTable(client.reference("main"), "sales", HOSTILE, batch);
      commands.run("backup", "--type", "full").done();
    }
    // Nessie takes no such name; a row in its table has one all the same.
    database.execute(
        "INSERT INTO nessie.refs2 SELECT repo, 'refs/heads/%s', pointer, ext_info, NULL, created_at, deleted FROM nessie.refs2 WHERE ref_name = 'refs/heads/main'"
            .formatted(HOSTILE));
    commands.run("backup", "--type", "full").done();
    commands.run("verify", "latest").done();
    new ManyPoints(folder.resolve("vault"), folder.resolve("configuration"))
        .add(POINTS, Duration.ofMinutes(1), Instant.now().minus(Duration.ofMinutes(2)));
    orders = client.contents("main").get(KEY);
    hostile = client.contents("main").get("[\"sales\",\"%s\"]".formatted(HOSTILE));
    client.putTable(client.reference("main"), "sales", "orders", 666);
    client.drop(client.reference("main"), "sales", HOSTILE);
    commands.run("backup").done();
    page = serve();
  }

  /** With an identity, so that it may look into backups, and with nothing else to do. */
  private static ServedPage serve() throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("configuration"))) {
      Path identity =
          files
              .filter(file -> file.getFileName().toString().startsWith("identity"))
              .findFirst()
              .orElseThrow();
      return ServedPage.start(
          commands.environment(),
          List.of(
              "serve",
              "--identity",
              identity.toString(),
              "--full-schedule",
              "off",
              "--incremental-schedule",
              "off",
              "--verify-schedule",
              "off",
              "--prune-schedule",
              "off",
              "--tip-interval",
              "off"));
    }
  }

  @AfterAll
  static void stop() {
    Stream.of(browser, nessie).forEach(BrokenTableTest::close);
    if (page != null) {
      page.stop().done().withoutDefect();
    }
    close(server);
  }

  private static void close(AutoCloseable each) {
    try {
      if (each != null) {
        each.close();
      }
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Begin openPage() throws IOException {
    browser.open(page.address());
    browser.await("Safe as of");
    browser.forget();
    return new Begin(Instant.now(), page.processorSeconds());
  }

  private record Begin(Instant at, double processors) {}

  private static void note(String name, Begin begin) throws IOException {
    Path notes =
        Files.createDirectories(Installation.home().resolve("acceptance/target/pages"))
            .resolve(name + ".txt");
    Files.writeString(
        notes,
        "%d clicks and keys, %.1f s, %.1f s of processors, %d recovery points%n"
            .formatted(
                browser.deeds().size(),
                Duration.between(begin.at(), Instant.now()).toMillis() / 1_000.0,
                page.processorSeconds() - begin.processors(),
                POINTS));
  }

  @Test
  void overwrittenTableIsBackAfterTwelveClicksAndKeysAtMost() throws Exception {
    Begin begin = openPage();

    browser.clickLink("Something is broken");
    browser.type("orders");
    browser.enter();
    browser.await("sales.orders goes back: s3://lake/sales/orders/4.json");
    browser.clickButton("Bring sales.orders back");
    browser.await("Fixed: sales.orders on main is again as of");

    note("broken-table", begin);
    assertThat(browser.deeds()).hasSizeLessThanOrEqualTo(MOST_DEEDS);
    assertThat(client.contents("main").get(KEY)).isEqualTo(orders);
    assertThat(browser.text()).contains("restore-table latest main sales.orders --to ");
    assertThat(browser.complaints()).isEmpty();
    browser.pictures("table-fixed");
  }

  @Test
  void droppedTableWithTheNameOfATrapIsBackAndWasNothingButText() throws Exception {
    Begin begin = openPage();

    browser.clickLink("Something is broken");
    browser.type("img");
    browser.enter();
    browser.await("sales.%s on main was dropped".formatted(HOSTILE));
    browser.await("comes back, with the id that it had");
    browser.clickButton("Bring sales.%s back".formatted(HOSTILE));
    browser.await("Fixed: sales.%s on main is again as of".formatted(HOSTILE));

    note("dropped-table", begin);
    assertThat(client.contents("main").get("[\"sales\",\"%s\"]".formatted(HOSTILE)))
        .isEqualTo(hostile);
    assertThat(browser.count("img")).isZero();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void branchWithTheNameOfATrapIsTextAllTheWay() throws Exception {
    openPage();
    browser.open(
        page.address()
            + "/catalogs/catalog/recovery?what=orders&ref=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E");

    browser.await("sales.orders on %s was ".formatted(HOSTILE));
    browser.await("How it comes back");
    browser.open(
        page.address() + "/catalogs/catalog/recovery?ref=%3Cimg+src%3Dx+onerror%3Dalert(1)%3E");
    browser.await("Branch %s is there".formatted(HOSTILE));
    assertThat(browser.count("img")).isZero();
    assertThat(browser.complaints()).isEmpty();
  }
}
