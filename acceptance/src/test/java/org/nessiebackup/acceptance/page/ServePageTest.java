package org.nessiebackup.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import org.nessiebackup.sandbox.PostgresServer;

/** The page of a real service, in a browser and without one. */
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
class ServePageTest {
  private static final String ROWS = "document.querySelectorAll('.points tbody tr').length";

  private static @TempDir Path folder;
  private static PostgresServer server;
  private static Browser browser;
  private static CommandRunner commands;
  private static LaunchedCommand service;
  private static URI page;

  @BeforeAll
  static void serve() throws Exception {
    browser = Browser.start(folder);
    server = PostgresServer.start();
    CatalogDatabase database = CatalogDatabase.create(server, "served").filled();
    commands = CommandRunner.of(database, database.server().port(), folder.resolve("vault"));
    commands.run("init").done();
    commands.run("backup").done();
    int port = FreePort.find();
    service =
        commands.launch(
            "serve",
            "--listen",
            "127.0.0.1:" + port,
            "--full-schedule",
            "off",
            "--incremental-schedule",
            "off",
            "--tip-interval",
            "off",
            "--verify-schedule",
            "off",
            "--check-schedule",
            "off",
            "--prune-schedule",
            "off");
    page = URI.create("http://127.0.0.1:%d/catalogs/catalog".formatted(port));
    awaitPoint();
  }

  /** Until the page is there, and has read the vault. */
  private static void awaitPoint() throws Exception {
    browser.open(URI.create("about:blank"), 1440, false);
    while (!get(page).contains("class=\"steps points\"")) {
      assertThat(ProcessHandle.of(service.processId())).as("the service is there").isPresent();
      browser.evaluate("new Promise(done => setTimeout(done, 100))");
    }
  }

  private static String get(URI place) throws Exception {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(HttpRequest.newBuilder(place).build(), BodyHandlers.ofString()).body();
    } catch (ConnectException e) {
      return "";
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

  @Test
  void aButtonStartsARunWhoseEndIsSeen() throws Exception {
    browser.open(page, 390, true);
    browser.follow("button[value=verify]");

    browser.await("document.querySelector('h1 .level').innerText === 'done'");
    assertThat(browser.evaluate("document.body.innerText").asString())
        .contains("nessie-backup verify latest --quick");
    assertThat(browser.barriers()).isEmpty();
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aBackupNeedsNoScriptToBeStartedAndAppearsWhereSomebodyLooks() throws Exception {
    browser.open(page, 1440, false);
    int before = browser.evaluate(ROWS).asInt();

    HttpResponse<String> answer = post("backup");

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(303);
    browser.await(ROWS + " === " + (before + 1));
    assertThat(browser.evaluate("document.querySelector('#safety').innerText").asString())
        .startsWith("Safe as of");
    assertThat(browser.complaints()).isEmpty();
    String run = answer.headers().firstValue("Location").orElseThrow();
    assertThat(get(page.resolve(run))).contains("nessie-backup backup", ">done</span>");
  }

  /** As a browser does that has no scripts: the form brings its token along. */
  private static HttpResponse<String> post(String action) throws Exception {
    Matcher token = Pattern.compile("name=\"csrf_token\" value=\"([^\"]+)\"").matcher(get(page));
    assertThat(token.find()).isTrue();
    String form = "action=%s&csrf_token=%s".formatted(action, encoded(token.group(1)));
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(page + "/runs"))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .header("Origin", "http://" + page.getAuthority())
              .header("Sec-Fetch-Site", "same-origin")
              .POST(HttpRequest.BodyPublishers.ofString(form))
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text.replace("&#x3D;", "="), StandardCharsets.UTF_8);
  }

  @Test
  void withoutAnIdentityNothingOfABackupIsShown() throws Exception {
    browser.open(page, 800, false);
    browser.follow(".points tbody a");
    browser.follow("a[href$='/refs']");

    assertThat(browser.evaluate("document.body.innerText").asString())
        .contains("This service has no identity", "nessie-backup refs ");
  }
}
