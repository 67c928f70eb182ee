package org.nessiebackup.acceptance.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.acceptance.CatalogDatabase;
import org.nessiebackup.acceptance.CommandRunner;
import org.nessiebackup.acceptance.Installation;
import org.nessiebackup.sandbox.PostgresServer;

/** The pages of a drill and of a vault as people see them; pictures stay in target/pages. */
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
class PagesTest {
  private static final int DESK = 1200;
  private static final int PHONE = 390;

  private static @TempDir Path folder;
  private static PostgresServer server;
  private static Browser browser;

  @BeforeAll
  static void writePages() throws Exception {
    browser = Browser.start(folder);
    server = PostgresServer.start();
    CatalogDatabase database = CatalogDatabase.create(server, "pages").filled();
    CommandRunner commands =
        CommandRunner.of(database, database.server().port(), folder.resolve("vault"));
    commands.run("init").done();
    commands.run("backup").done();
    commands.run("backup", "--tag", "manual").done();
    commands.run("verify", "latest").done();
    commands.run("keep", "latest", "--reason", "before the move").done();
    commands.run("drill", "--report", page("drill").toString()).done();
    commands.run("status", "--report", page("status").toString()).done();
    damageTheOldest(folder.resolve("vault"));
    commands.run("drill", "--report", page("drill-failed").toString());
    commands.run(
        "status",
        "--max-age",
        "1s",
        "--max-drill-age",
        "1h",
        "--report",
        page("status-stale").toString());
  }

  private static void damageTheOldest(Path vault) throws Exception {
    try (var files = Files.walk(vault.resolve("backups"))) {
      Path segment =
          files
              .filter(Files::isRegularFile)
              .filter(file -> file.toString().matches(".*objs2-\\d+\\.copy.*"))
              .findFirst()
              .orElseThrow();
      byte[] bytes = Files.readAllBytes(segment);
      bytes[bytes.length / 2] ^= 1;
      segment.toFile().setWritable(true);
      Files.write(segment, bytes);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
    if (browser != null) {
      browser.close();
    }
  }

  private static Path page(String name) {
    return folder.resolve(name + ".html");
  }

  private static Path picture(String name) {
    return Installation.home().resolve("acceptance/target/pages").resolve(name + ".png");
  }

  @ParameterizedTest
  @ValueSource(strings = {"drill", "drill-failed", "status", "status-stale"})
  void aPageIsReadableForEverybodyInALightAndInADarkRoom(String name) throws Exception {
    for (boolean dark : List.of(false, true)) {
      browser.open(page(name), DESK, dark);

      assertThat(browser.complaints()).isEmpty();
      assertThat(browser.barriers()).as("%s, dark %s", name, dark).isEmpty();
      browser.picture(picture(name + (dark ? "-dark" : "")));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"drill", "drill-failed", "status", "status-stale"})
  void aPageFitsThePhoneOfWhoIsOnCall(String name) throws Exception {
    browser.open(page(name), PHONE, false);

    assertThat(browser.evaluate("document.scrollingElement.scrollWidth").asInt())
        .isLessThanOrEqualTo(PHONE);
    browser.picture(picture(name + "-phone"));
  }

  @Test
  void aPageNeedsNoScriptAndNothingFromElsewhere() throws Exception {
    for (String name : List.of("drill", "status")) {
      assertThat(Files.readString(page(name)))
          .contains("default-src 'none'")
          .doesNotContain("<script", "src=", "href=", "url(");
    }
  }

  @Test
  void aDrillThatFailedSaysWhatToDoAndStatesNothingThatWasNotShown() throws Exception {
    browser.open(page("drill-failed"), DESK, false);

    String text = browser.evaluate("document.body.innerText").asString();
    assertThat(text.indexOf("What to do now")).isBetween(0, text.indexOf("What was proven"));
    assertThat(text)
        .contains("FAILED", "verify --all", "In doubt: “All rows were loaded")
        .contains("Not looked at: “The tables were swapped in")
        .doesNotContainPattern("0{30}");
  }

  @Test
  void theCalendarShowsWhatIsKnownOfADay() throws Exception {
    browser.open(page("status"), DESK, false);
    String day = browser.evaluate("document.querySelector('.days td.point').innerText").asString();
    assertThat(day).contains("full", "+1", "pin", "ok", "drill");

    browser.open(page("status-stale"), DESK, false);
    assertThat(browser.evaluate("document.querySelector('.days td.damaged').innerText").asString())
        .contains("bad");
    assertThat(browser.evaluate("document.body.innerText").asString())
        .contains("STALE", "the newest drill has failed");
  }
}
