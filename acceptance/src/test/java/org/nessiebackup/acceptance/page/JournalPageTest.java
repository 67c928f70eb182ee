package org.nessiebackup.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.nessiebackup.acceptance.CatalogDatabase;
import org.nessiebackup.acceptance.CommandRunner;
import org.nessiebackup.acceptance.LaunchedCommand;
import org.nessiebackup.sandbox.FreePort;
import org.nessiebackup.sandbox.PostgresOptions;
import org.nessiebackup.sandbox.PostgresServer;

/** Any moment of a journal, chosen on the page of a real service, in a browser and without one. */
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
class JournalPageTest {
  private static final String TEXT = "document.querySelector('#main').innerText";

  private static @TempDir Path folder;
  private static PostgresServer server;
  private static Browser browser;
  private static LaunchedCommand service;
  private static URI page;

  @BeforeAll
  static void serve() throws Exception {
    browser = Browser.start(folder);
    server = PostgresServer.start(PostgresOptions.defaults().withSetting("wal_level", "logical"));
    CatalogDatabase database = CatalogDatabase.create(server, "served").filled();
    CommandRunner commands =
        CommandRunner.of(database, database.server().port(), folder.resolve("vault"));
    try (Connection connection = server.connect();
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER ROLE nessie REPLICATION");
      statement.execute("GRANT CREATE ON DATABASE served TO nessie");
    }
    commands.run("init").done();
    commands.run("journal", "start", "--unbounded-wal").done();
    commands.run("backup").done();
    int port = FreePort.find();
    service =
        commands.launch(
            "serve",
            "--listen",
            "127.0.0.1:" + port,
            "--journal",
            "--full-schedule",
            "off",
            "--incremental-schedule",
            "off",
            "--verify-schedule",
            "off",
            "--check-schedule",
            "off",
            "--prune-schedule",
            "off");
    page = URI.create("http://127.0.0.1:%d/catalogs/catalog".formatted(port));
    awaitFollowed();
    commands.run("mark", "before-upgrade", "--wait", "60s").done();
    commands.run("mark", "after-upgrade", "--wait", "60s").done();
  }

  /** Until the service is there, and says that it follows. */
  private static void awaitFollowed() throws Exception {
    browser.open(URI.create("about:blank"), 1440, false);
    URI state = page.resolve("/api/v1/catalogs/catalog");
    while (!text(state).contains("\"state\":\"followed\"")) {
      assertThat(ProcessHandle.of(service.processId())).as("the service is there").isPresent();
      browser.evaluate("new Promise(done => setTimeout(done, 100))");
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (service != null) {
      service.close();
    }
    if (server != null) {
      server.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  private static void ask(String words) throws Exception {
    browser.evaluate("document.querySelector('#to').value = '%s'".formatted(words));
    browser.follow("form.ask button");
  }

  @Test
  void aMarkThatIsTypedShowsWhatWouldComeBackAndTheCommand() throws Exception {
    browser.open(page, 390, true);
    assertThat(browser.barriers()).isEmpty();
    ask("mark:before-upgrade");

    browser.await("document.querySelector('#answer')");
    assertThat(browser.evaluate(TEXT).asString())
        .contains("exact in every row", "1 transaction", "Within one second of it")
        .contains("nessie-backup restore --to mark:before-upgrade");
    assertThat(browser.evaluate("document.querySelector('.near tbody').innerText").asString())
        .contains("yes");
    assertThat(browser.barriers()).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void whatCannotBeHadIsSaidWithWhatLiesNearest() throws Exception {
    browser.open(URI.create(page + "/moment"), 1440, false);
    ask("0/1");

    browser.await("document.querySelector('.alarm')");
    assertThat(browser.evaluate(TEXT).asString())
        .contains("position 0/1 is not in the journal", "The nearest point before it is")
        .doesNotContain("nessie-backup restore");
    assertThat(browser.barriers()).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void noScriptIsNeeded() throws Exception {
    assertThat(get("mark:before-upgrade&exclusive=true"))
        .contains("restore --to mark:before-upgrade --exclusive", " checked>");
    assertThat(get(encoded("<img src=x onerror=alert(1)>")))
        .contains("names no moment", "&lt;img")
        .doesNotContain("<img");
    assertThat(get("4f2e9ac1d0"))
        .contains("read in the journal", "nessie-backup restore --to 4f2e9ac1d0");
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String get(String to) throws Exception {
    return text(URI.create(page + "/moment?to=" + to));
  }

  private static String text(URI place) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(place).build(), BodyHandlers.ofString()).body();
    } catch (ConnectException e) {
      return "";
    }
  }
}
