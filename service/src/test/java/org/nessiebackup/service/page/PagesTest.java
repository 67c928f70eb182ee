package org.nessiebackup.service.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nessiebackup.BackupException;
import org.nessiebackup.Cancellation;
import org.nessiebackup.Failure;
import org.nessiebackup.service.endpoint.Assets;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Request;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.event.EventLog;
import org.nessiebackup.service.fleet.Fleet;
import org.nessiebackup.service.fleet.TestCatalog;
import org.nessiebackup.service.page.recovery.RecoveryPages;
import org.nessiebackup.service.run.Command;
import org.nessiebackup.service.run.CommandResult;
import org.nessiebackup.service.run.CommandRunner;
import org.nessiebackup.service.run.Place;
import org.nessiebackup.service.run.Runs;
import org.nessiebackup.service.schedule.Schedules;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.service.security.Subject;
import org.nessiebackup.testing.TestContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The ways in, over commands that only say what they are told. */
class PagesTest {
  private static final String POINT = "20261129T134807Z-0001";
  private static final String HOSTILE = "<img src=x onerror=alert(1)>\u202e";

  private final List<Command> asked = new CopyOnWriteArrayList<>();
  private CommandResult answer = new CommandResult(0, Optional.empty(), Optional.empty());
  private final Runs runs;
  private final List<Endpoint> endpoints;

  PagesTest() {
    Clock clock = Clock.systemUTC();
    TestContext work = new TestContext().by(clock);
    EventLog events = new EventLog(clock);
    CommandRunner runner =
        new CommandRunner() {
          @Override
          public CommandResult run(
              Command command,
              Place place,
              Consumer<ObjectNode> messages,
              Cancellation cancellation) {
            asked.add(command);
            return answer;
          }
        };
    Fleet fleet =
        new Fleet(
            List.of(TestCatalog.withoutVault("sales"), TestCatalog.withoutVault("web")),
            events,
            work.context());
    runs = new Runs(runner, fleet.archive(), events, clock, 2);
    Schedules schedules = new Schedules(List.of(), fleet, runs, work.context());
    Sources sources = new Sources(fleet, runs, schedules, runner, clock);
    Pages pages = new Pages(sources, new Assets(Pages.assets()));
    endpoints =
        Stream.concat(
                pages.endpoints().stream(),
                new RecoveryPages(sources, pages.layout()).endpoints().stream())
            .toList();
  }

  @AfterEach
  void close() {
    runs.close();
  }

  private Response.Body call(Method method, String path, String... parameters) {
    String[] parts = path.split("/", -1);
    for (Endpoint each : endpoints) {
      String[] form = each.path().split("/", -1);
      if (each.method() == method && form.length == parts.length) {
        Map<String, String> found = new HashMap<>();
        boolean fits = true;
        for (int i = 0; i < form.length; i++) {
          if (form[i].startsWith("{")) {
            found.put(form[i].substring(1, form[i].length() - 1), parts[i]);
          } else {
            fits &= form[i].equals(parts[i]);
          }
        }
        if (fits) {
          return (Response.Body) each.handler().apply(request(found, parameters));
        }
      }
    }
    throw new AssertionError("no way to " + path);
  }

  private static Request request(Map<String, String> path, String... parameters) {
    Map<String, List<String>> named = new HashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      named.put(parameters[i], new ArrayList<>(List.of(parameters[i + 1])));
    }
    return new Request(
        path, named, Map.of(), "", new Subject("alice", Role.OPERATOR), "10.0.0.9", "token");
  }

  private void answers(String json) {
    answer =
        new CommandResult(
            0, Optional.of((ObjectNode) JsonMapper.shared().readTree(json)), Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "backup,,backup --catalog sales",
    "full,,backup --type full --catalog sales",
    "verify,,verify latest --quick --catalog sales",
    "verify,20261129T134807Z-0001,verify 20261129T134807Z-0001 --quick --catalog sales",
    "drill,,drill latest --catalog sales"
  })
  void aButtonIsACommandAndLeadsToItsRun(String action, String point, String line) {
    Response.Body response =
        call(
            Method.POST,
            "/catalogs/sales/runs",
            "action",
            action,
            "point",
            point == null ? "latest" : point);

    assertThat(response.status()).isEqualTo(303);
    assertThat(response.headers().get("Location")).startsWith("/catalogs/sales/runs/2");
    assertThat(runs.list("sales").getFirst().command().line()).isEqualTo(line);
    assertThat(runs.list("sales").getFirst().origin().words()).isEqualTo("alice");
    assertThat(call(Method.GET, response.headers().get("Location")).text()).contains(line);
  }

  @Test
  void whatIsKeptIsReleasedByAnAdminOnly() {
    assertThat(endpoints)
        .filteredOn(each -> each.path().endsWith("/release"))
        .singleElement()
        .satisfies(each -> assertThat(each.role()).contains(Role.ADMIN));

    call(Method.POST, "/catalogs/sales/points/" + POINT + "/release");

    assertThat(runs.list("sales").getFirst().command().line())
        .isEqualTo("keep " + POINT + " --release --catalog sales");
    assertThatThrownBy(() -> call(Method.POST, "/catalogs/sales/points/--all/release"))
        .isInstanceOf(BackupException.class);
    assertThatThrownBy(
            () -> call(Method.POST, "/catalogs/sales/runs", "action", "release", "point", POINT))
        .isInstanceOf(BackupException.class);
  }

  @Test
  void aReasonIsNoOption() {
    call(
        Method.POST,
        "/catalogs/sales/runs",
        "action",
        "keep",
        "point",
        POINT,
        "reason",
        "--vault=/elsewhere");

    assertThat(runs.list("sales").getFirst().command().words())
        .containsExactly("keep", POINT, "--reason=--vault=/elsewhere", "--catalog", "sales");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--all", "../x", "latest~1; rm", ""})
  void whatIsNoPointStartsNothing(String point) {
    String given = point.isEmpty() ? "x" : point;
    assertThatThrownBy(
            () -> call(Method.POST, "/catalogs/sales/runs", "action", "verify", "point", given))
        .isInstanceOf(BackupException.class);
    assertThat(runs.list("sales")).isEmpty();
  }

  @Test
  void namesOfACatalogAreTextInEveryPlace() {
    answers(
        """
        {"source": "b", "state_of": "2026-11-29T13:48:07Z", "references": [{"name": "%1$s",
         "type": "BRANCH", "hash": "ab", "commit": {"created": "x", "message": "%1$s"}}]}\
        """
            .formatted(HOSTILE));
    String page = call(Method.GET, "/catalogs/sales/points/" + POINT + "/refs").text();
    assertThat(page)
        .doesNotContain("<img", "\u202e")
        .contains(">&lt;img src&#x3D;x onerror&#x3D;alert(1)&gt;\ufffd</a>")
        .contains("ls?ref&#x3D;%3Cimg%20src%3Dx%20onerror%3Dalert%281%29%3E%E2%80%AE\"");

    answers("{\"commits\": [{\"hash\": \"ab\", \"message\": \"%s\"}]}".formatted(HOSTILE));
    assertThat(call(Method.GET, "/catalogs/sales/points/" + POINT + "/log", "ref", HOSTILE).text())
        .doesNotContain("<img", "\u202e");
    assertThat(asked.getLast().words()).containsSubsequence("log", POINT, HOSTILE);

    answers("{\"content_json\": \"{\\\"id\\\": \\\"%s\\\"}\"}".formatted(HOSTILE));
    assertThat(
            call(Method.GET, "/catalogs/sales/points/live/cat", "ref", "main", "key", HOSTILE)
                .text())
        .doesNotContain("<img", "\u202e");
  }

  @Test
  void withoutAnIdentityThePageSaysSoAndShowsTheCommand() {
    ObjectNode error = JsonMapper.shared().createObjectNode();
    error.put("code", Failure.KEY_MISSING.label()).put("message", "no identity");
    answer = new CommandResult(12, Optional.empty(), Optional.of(error));

    Response.Body page = call(Method.GET, "/catalogs/sales/points/" + POINT + "/ls", "ref", "main");

    assertThat(page.status()).isEqualTo(409);
    assertThat(page.text())
        .contains("This service has no identity")
        .contains("nessie-backup ls " + POINT + " main --catalog sales");
  }

  @Test
  void whereNoDrillCanBeHeldTheCommandNamesItsCatalog() {
    assertThat(call(Method.GET, "/catalogs/sales/drills").text())
        .contains("<code id=\"command\">nessie-backup drill --catalog sales</code>");
  }

  @Test
  void nameThatIsBrokenIsNoOptionOfTheCommandsToRunWhereAnIdentityIs() {
    ObjectNode error = JsonMapper.shared().createObjectNode();
    error.put("code", Failure.KEY_MISSING.label()).put("message", "no identity");
    answer = new CommandResult(12, Optional.empty(), Optional.of(error));

    assertThat(call(Method.GET, "/catalogs/sales/recovery", "what", "--all").text())
        .contains("This service has no identity")
        .contains("nessie-backup find-change .--all --ref main --catalog sales");
  }

  @Test
  void aNameThatLooksLikeAnOptionIsRefused() {
    assertThatThrownBy(
            () ->
                call(
                    Method.GET,
                    "/catalogs/sales/points/" + POINT + "/ls",
                    "ref",
                    "--identity=/etc/passwd"))
        .isInstanceOf(BackupException.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void severalCatalogsAreAListAndEachHasItsPages() {
    assertThat(call(Method.GET, "/").text())
        .contains("href=\"/catalogs/sales\"", "href=\"/catalogs/web\"");
    for (String page : List.of("", "/runs", "/drills", "/keys", "/recovery")) {
      assertThat(call(Method.GET, "/catalogs/web" + page).status()).isEqualTo(200);
      assertThatExceptionOfType(BackupException.class)
          .isThrownBy(() -> call(Method.GET, "/catalogs/none" + page))
          .withMessageContaining("no catalog \"none\"")
          .satisfies(error -> assertThat(error.failure()).isEqualTo(Failure.CATALOG_NOT_FOUND));
    }
  }
}
