package org.nessiebackup.service.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.nessiebackup.Failure;
import org.nessiebackup.manifest.JournalFile;
import org.nessiebackup.service.endpoint.Endpoint;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.fleet.JournalState;
import org.nessiebackup.service.fleet.ReplicaHealth.Phase;
import org.nessiebackup.service.fleet.SampleReplica;
import org.nessiebackup.service.run.RunId;
import org.nessiebackup.service.security.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is answered, good or bad, is what the description says. */
class ApiTest {
  private static final TestApi API = TestApi.unseen("sales", "a b/c");
  private static final String SALES = "/api/v1/catalogs/sales";

  @AfterAll
  static void close() {
    API.close();
  }

  @Test
  void whatLooksIntoAPointIsACommandLine() {
    TestApi api = TestApi.unseen("sales");
    Map<String, String> lines =
        Map.of(
            "/tips?since=26h", "list --tips --limit=100 --since=26h",
            "/journal?limit=5", "list --journal --limit=5",
            "/points/latest", "show latest",
            "/points/latest~1/refs", "refs latest~1",
            "/points/live/log?ref=main&limit=5&since=26h", "log --limit=5 --since=26h live main",
            "/points/latest/ls?ref=main&prefix=sales.eu", "ls latest main sales.eu",
            "/points/latest/cat?ref=main&key=a.b", "cat latest main a.b",
            "/points/latest/diff?with=live", "diff latest live",
            "/find-change?key=a.b&ref=etl", "find-change --ref=etl a.b");
    lines.forEach(
        (path, line) -> {
          assertThat(api.get(SALES + path).status()).as(path).isEqualTo(200);
          assertThat(api.runner().lines()).last().isEqualTo(line + " --catalog sales");
        });
  }

  @Test
  void theJournalIsToldAndWhyItHasEnded() {
    TestApi api = TestApi.unseen("sales");
    assertThat(api.read(SALES).has("journal")).isFalse();

    Instant reached = Instant.now().minusSeconds(90);
    JournalState followed = JournalState.NONE.reached(reached, Instant.now());
    api.journal("sales", followed);
    JsonNode journal = api.read(SALES).get("journal");
    assertThat(journal.get("state").asString()).isEqualTo("followed");
    assertThat(journal.get("lag_seconds").asLong()).isBetween(90L, 120L);
    assertThat(journal.has("end")).isFalse();

    api.journal("sales", followed.ended(new JournalFile.End("stopped", "somebody has ended it")));
    JsonNode ended = api.read(SALES).get("journal");
    assertThat(ended.get("state").asString()).isEqualTo("ended");
    assertThat(ended.at("/end/reason").asString()).isEqualTo("stopped");
    assertThat(ended.get("reached_at")).isEqualTo(journal.get("reached_at"));
  }

  @Test
  void errorsOfCommandsAreTheAnswer() {
    TestApi api = TestApi.unseen("sales");
    api.runner().fail("show", Failure.BACKUP_NOT_FOUND);
    api.runner().fail("refs", Failure.KEY_MISSING);
    api.runner().fail("diff", Failure.CONNECTION);
    assertThat(api.get(SALES + "/points/20261122T020000Z-7f3a").status()).isEqualTo(404);
    assertThat(api.get(SALES + "/points/latest/diff?with=live").status()).isEqualTo(502);
    Response.Body withoutKey = api.get(SALES + "/points/latest/refs");
    assertThat(withoutKey.status()).isEqualTo(409);
    assertThat(withoutKey.text())
        .contains("\"code\":\"key-missing\"")
        .contains("nessie-backup refs latest --catalog sales --identity FILE");
  }

  @Test
  void replicaIsPartOfACatalogWhereOneIsLookedAfter() {
    assertThat(API.read(SALES).has("replica")).isFalse();
    try (TestApi api = TestApi.unseen("sales")) {
      Instant now = Instant.now();
      api.fleet().replica("sales", Optional.of(SampleReplica.following(now)));
      JsonNode following = api.read(SALES).get("replica");
      assertThat(following.get("state").asString()).isEqualTo("following");
      assertThat(following.get("lag_seconds").asDouble()).isEqualTo(0.23);
      assertThat(following.get("retained_bytes").asLong()).isEqualTo(5L << 20);
      assertThat(following.has("finding")).isFalse();

      api.fleet()
          .replica(
              "sales", Optional.of(SampleReplica.wrong(Phase.STOPPED, "its slot is lost", now)));
      JsonNode stopped = api.read(SALES).get("replica");
      assertThat(stopped.at("/finding/message").asString()).isEqualTo("its slot is lost");
      assertThat(stopped.get("lag_seconds").asDouble()).isGreaterThanOrEqualTo(90);
      assertThat(stopped.get("promotion").asString()).isEqualTo("replica promote --catalog sales");
    }
  }

  @Test
  void aRunIsStartedFollowedAndFound() throws InterruptedException {
    Response.Body started =
        API.post(SALES + "/runs", "{'command':'backup','type':'full'}", Role.OPERATOR);
    assertThat(started.status()).isEqualTo(202);
    JsonNode run = JsonMapper.shared().readTree(started.text());
    assertThat(run.get("command").asString()).isEqualTo("backup --type=full --catalog sales");
    String place = started.headers().get("Location");
    assertThat(place).isEqualTo(SALES + "/runs/" + run.get("id").asString());
    until(place, "done");
    JsonNode over = API.read(place);
    assertThat(over.at("/origins/0/name").asString()).isEqualTo("alice");
    assertThat(over.at("/origins/0/address").asString()).isEqualTo("192.0.2.1");
    assertThat(over.at("/summary/command").asString()).isEqualTo("backup");
    assertThat(API.read(SALES + "/runs?limit=1").get("runs").get(0)).isEqualTo(over);
    assertThat(API.ask(Method.DELETE, place, "", Role.OPERATOR).status()).isEqualTo(409);
  }

  private static void until(String place, String state) throws InterruptedException {
    while (!API.read(place).get("state").asString().equals(state)) {
      LockSupport.parkNanos(1_000_000);
    }
  }

  @Test
  void whatRemovesOrReplacesIsStartedByAnAdminOnly() throws InterruptedException {
    for (CommandForm form : CommandForm.values()) {
      String request = sample(form);
      Response.Body answer = API.post(SALES + "/runs", request, Role.OPERATOR);
      assertThat(answer.status()).as(request).isEqualTo(form.role() == Role.OPERATOR ? 202 : 403);
    }
    String release = "{'command':'keep','point':'latest','release':true}";
    assertThat(API.post(SALES + "/runs", release, Role.OPERATOR).status()).isEqualTo(403);
    assertThat(API.post(SALES + "/runs", release, Role.ADMIN).status()).isEqualTo(202);
    Response.Body prune = API.post(SALES + "/runs", "{'command':'prune'}", Role.ADMIN);
    assertThat(prune.status()).isEqualTo(202);
    assertThat(prune.text()).contains("prune --yes --catalog sales");
  }

  private static String sample(CommandForm form) {
    String points = "'point':'latest','ref':'main','keys':['a.b']";
    return switch (form) {
      case KEEP -> "{'command':'keep','point':'latest'}";
      case RESTORE_REF -> "{'command':'restore-ref','point':'latest','ref':'main'}";
      case RESTORE_TABLE -> "{'command':'restore-table'," + points + "}";
      case BACKUP, VERIFY, DRILL, CHECK, COPY, PRUNE, RESTORE, UNDO ->
          "{'command':'%s'}".formatted(form.label());
    };
  }

  @Test
  void aPlanComesWithTheCommandThatExecutesIt() {
    for (CommandForm form : CommandForm.values()) {
      Response.Body answer = API.post(SALES + "/plans", sample(form), Role.VIEWER);
      assertThat(answer.status()).as(form.label()).isEqualTo(form.plans() ? 200 : 400);
    }
    assertThat(
            JsonMapper.shared()
                .readTree(
                    API.post(SALES + "/plans", sample(CommandForm.RESTORE_REF), Role.VIEWER).text())
                .get("execute")
                .asString())
        .isEqualTo("nessie-backup restore-ref latest main --catalog sales");
    assertThat(API.runner().lines()).contains("restore-ref latest main --dry-run --catalog sales");
  }

  @Test
  void eventsAreTakenUpAgainWhereTheyWereCutOff() {
    assertThat(API.get("/api/v1/events?catalog=sales").text()).contains("after=-1");
    assertThat(
            API.ask(Method.GET, "/api/v1/events", "", Role.VIEWER, Map.of("last-event-id", "17"))
                .text())
        .contains("after=17");
    assertThat(
            API.ask(
                    Method.GET,
                    "/api/v1/events",
                    "",
                    Role.VIEWER,
                    Map.of("last-event-id", "yesterday"))
                .status())
        .isEqualTo(400);
  }

  @Test
  void aServiceIsReadyOnceItHasLookedAndLiveBefore() {
    assertThat(API.get("/health/live").status()).isEqualTo(200);
    assertThat(API.get("/health/ready").status()).isEqualTo(503);
    assertThat(API.get("/health/started").text()).contains("vaults of 2 catalogs");
  }

  @Test
  void onlyJsonIsTakenAsABody() {
    Map<String, String> form = Map.of("content-type", "text/plain");
    for (String body : List.of("{\"command\":\"backup\"}", "")) {
      assertThat(API.ask(Method.POST, SALES + "/runs", body, Role.ADMIN, form).status())
          .isEqualTo(400);
    }
    for (String body :
        List.of("", "[", "[]", "\"backup\"", "null", "{'command':'backup','command':'prune'}")) {
      assertThat(API.post(SALES + "/runs", body, Role.ADMIN).status()).as(body).isEqualTo(400);
    }
  }

  /** Whatever is asked: an answer that is described, and never a defect. */
  @Test
  void nonsenseIsRefusedEverywhere() {
    List<String> nonsense =
        List.of(
            "",
            " ",
            "-1",
            "--identity=/etc/passwd",
            "@/etc/passwd",
            "\u202e",
            "\0",
            "'; DROP",
            "<img src=x onerror=alert(1)>",
            "../../etc/passwd",
            "%",
            "x".repeat(2_000),
            "9e99",
            "latest",
            "2026-99-99",
            "{}",
            "\n--config=x",
            "${env:PATH}");
    for (Endpoint each : API.endpoints()) {
      JsonNode operation = API.openApi().operations().get(TestApi.name(each));
      List<String> names =
          Stream.concat(
                  Stream.of("unknown", "ref", "key", "with", "limit", "from", "cursor"),
                  operation
                      .path("parameters")
                      .valueStream()
                      .map(it -> it.path("name").asString("")))
              .distinct()
              .toList();
      for (String text : nonsense) {
        String encoded = URLEncoder.encode(text, StandardCharsets.UTF_8);
        String path = each.path().replace("{catalog}", "sales");
        String odd = encoded.isEmpty() ? "%20" : encoded;
        assertRefused(each, each.path().replaceAll("\\{[a-z]+}", odd));
        assertRefused(each, path.replaceAll("\\{[a-z]+}", odd));
        for (String name : names) {
          assertRefused(
              each,
              path.replace("{point}", "latest").replace("{run}", "20261122T020000Z-7f3a")
                  + "?"
                  + name
                  + "="
                  + encoded);
        }
      }
    }
    assertThat(API.runner().lines()).noneMatch(line -> line.contains("--config"));
  }

  private static void assertRefused(Endpoint endpoint, String path) {
    Response.Body answer =
        API.ask(endpoint.method(), path, "{\"command\":\"nonsense\"}", Role.ADMIN);
    // What was not looked at yet is 503, as is said of it; nothing else is.
    assertThat(answer.status()).as(path + answer).matches(s -> s < 500 || s == 503);
  }

  @Test
  void aCatalogThatIsNotServedIsNotFound() {
    for (String path : List.of("", "/status", "/points", "/points/latest/refs", "/runs")) {
      assertThat(API.get("/api/v1/catalogs/other" + path).status()).as(path).isEqualTo(404);
    }
    assertThat(API.get("/api/v1/events?catalog=other").status()).isEqualTo(404);
    assertThat(API.get("/api/v1/catalogs/a%20b%2Fc/runs").status()).isEqualTo(200);
    assertThat(API.get(SALES + "/runs/" + new RunId("20261122T020000Z-full-1").value()).status())
        .isEqualTo(404);
  }
}
