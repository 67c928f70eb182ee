package org.nessiebackup.service.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupId;
import org.nessiebackup.manifest.DrillRecord;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Pin;
import org.nessiebackup.manifest.VerificationRecord;
import org.nessiebackup.manifest.VerificationRecord.Depth;
import org.nessiebackup.service.endpoint.Method;
import org.nessiebackup.service.endpoint.Response;
import org.nessiebackup.service.security.Role;
import org.nessiebackup.store.MemoryStore;
import org.nessiebackup.testing.HandClock;
import org.nessiebackup.testing.Promtool;
import org.nessiebackup.testing.SampleVault;
import org.nessiebackup.testing.TestContext;
import tools.jackson.databind.JsonNode;

/** Recovery points, states and metrics, of a vault that was looked at. */
class PointsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
  private static final String SALES = "/api/v1/catalogs/sales";
  private static TestApi api;

  /** Three days: each a full one and three hours of changes; the second day's last is damaged. */
  @BeforeAll
  static void look() throws InterruptedException {
    HandClock clock = new HandClock(NOW);
    SampleVault vault = new SampleVault(new MemoryStore(), new TestContext().by(clock));
    List<BackupId> ids = new ArrayList<>();
    for (int day = 20; day <= 22; day++) {
      Manifest parent = vault.full("202611%dT010000Z-0000".formatted(day), "nightly");
      ids.add(parent.id());
      for (int hour = 2; hour <= 4; hour++) {
        parent = vault.incremental("202611%dT%02d0000Z-0000".formatted(day, hour), parent);
        ids.add(parent.id());
      }
    }
    verified(vault, ids.get(2), Depth.GRAPH, true);
    verified(vault, ids.get(5), Depth.GRAPH, true);
    verified(vault, ids.get(7), Depth.GRAPH, false);
    verified(vault, ids.get(8), Depth.QUICK, true);
    vault.vault().pins().add(new Pin(ids.get(0), NOW, Optional.of("the first"), "test"));
    vault
        .vault()
        .drills()
        .add(
            new DrillRecord(
                ids.get(5),
                NOW.minusSeconds(60),
                NOW.minusSeconds(30),
                false,
                Optional.of("graph"),
                List.of("open"),
                Optional.empty(),
                Optional.empty(),
                "test"));
    api = TestApi.of("sales", vault.vault(), clock);
  }

  private static void verified(SampleVault vault, BackupId id, Depth depth, boolean sound) {
    vault
        .vault()
        .verifications()
        .add(
            new VerificationRecord(id, NOW.minusSeconds(600), depth, sound, sound ? 0 : 1, "test"));
  }

  @AfterAll
  static void close() {
    api.close();
  }

  private static List<String> ids(JsonNode answer) {
    return answer.get("points").valueStream().map(each -> each.get("id").asString()).toList();
  }

  @Test
  void pointsComeNewestFirstAndGoOnBehindACursor() {
    List<String> seen = new ArrayList<>();
    String cursor = "";
    int answers = 0;
    do {
      JsonNode answer = api.read(SALES + "/points?limit=5" + cursor);
      seen.addAll(ids(answer));
      cursor = answer.has("next") ? "&cursor=" + answer.get("next").asString() : "";
      answers++;
    } while (!cursor.isEmpty());
    assertThat(answers).isEqualTo(3);
    assertThat(seen)
        .hasSize(12)
        .isEqualTo(ids(api.read(SALES + "/points")))
        .doesNotHaveDuplicates();
    assertThat(seen.getFirst()).isEqualTo("20261122T040000Z-0000");
  }

  @Test
  void aPointSaysWhatIsKnownOfIt() {
    JsonNode points = api.read(SALES + "/points").get("points");
    JsonNode damaged = points.get(4);
    assertThat(damaged.get("id").asString()).isEqualTo("20261121T040000Z-0000");
    assertThat(damaged.get("damaged").asBoolean()).isTrue();
    assertThat(damaged.get("sound").asBoolean()).isFalse();
    assertThat(damaged.at("/verified/depth").asString()).isEqualTo("graph");
    assertThat(damaged.get("chain_depth").asInt()).isEqualTo(3);
    JsonNode first = points.get(11);
    assertThat(first.get("pinned").asBoolean()).isTrue();
    assertThat(first.get("pin_reason").asString()).isEqualTo("the first");
    assertThat(first.get("tags").get(0).asString()).isEqualTo("nightly");
    assertThat(first.get("stays").size()).isPositive();
    assertThat(points.get(6).at("/drill/failed_step").asString()).isEqualTo("graph");
  }

  @Test
  void pointsAreThoseOfATime() {
    assertThat(ids(api.read(SALES + "/points?from=2026-11-21&to=2026-11-21T02:00:00Z")))
        .containsExactly("20261121T020000Z-0000", "20261121T010000Z-0000");
    assertThat(ids(api.read(SALES + "/points?from=9h"))).hasSize(2);
    assertThat(ids(api.read(SALES + "/points?from=2027-01-01"))).isEmpty();
  }

  @Test
  void daysAndHoursAreSummedUp() {
    JsonNode days = api.read(SALES + "/points?resolution=day").get("periods");
    assertThat(days.size()).isEqualTo(3);
    JsonNode second = days.get(1);
    assertThat(second.get("start").asString()).isEqualTo("2026-11-21T00:00:00Z");
    assertThat(
            Map.of(
                "points", second.get("points").asInt(),
                "full", second.get("full").asInt(),
                "incremental", second.get("incremental").asInt(),
                "damaged", second.get("damaged").asInt(),
                "verified", second.get("verified").asInt()))
        .isEqualTo(Map.of("points", 4, "full", 1, "incremental", 3, "damaged", 1, "verified", 1));
    assertThat(second.get("newest").asString()).isEqualTo("20261121T040000Z-0000");
    assertThat(api.read(SALES + "/points?resolution=hour").get("periods").size()).isEqualTo(12);
    JsonNode part = api.read(SALES + "/points?resolution=day&limit=2");
    assertThat(
            api.read(SALES + "/points?resolution=day&cursor=" + part.get("next").asString())
                .get("periods")
                .get(0))
        .isEqualTo(days.get(2));
  }

  @Test
  void whoHasTheAnswerAlreadyIsToldSo() {
    Response.Body first = api.get(SALES + "/points");
    String tag = first.headers().get("ETag");
    for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
      Response.Body again =
          api.ask(Method.GET, SALES + "/points", "", Role.VIEWER, Map.of("if-none-match", known));
      assertThat(again.status()).as(known).isEqualTo(304);
      assertThat(again.text()).isEmpty();
    }
    assertThat(
            api.ask(
                    Method.GET,
                    SALES + "/points?limit=1",
                    "",
                    Role.VIEWER,
                    Map.of("if-none-match", tag))
                .status())
        .isEqualTo(200);
  }

  /** The newest proven one has failed in a drill, and another was read without its rows only. */
  @Test
  void theLastGoodPointIsProvenAndNothingIsKnownAgainstIt() {
    assertThat(api.read(SALES + "/points/last-good").get("id").asString())
        .isEqualTo("20261120T030000Z-0000");
    Response.Body none = api.get(SALES + "/points/last-good?before=2026-11-20T02:00:00Z");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.text()).contains("\"code\":\"backup-not-found\"");
  }

  @Test
  void statesAreToldInWordsAndNumbers() {
    JsonNode sales = api.read("/api/v1/catalogs").get("catalogs").get(0);
    assertThat(sales).isEqualTo(api.read(SALES));
    assertThat(sales.get("points").asInt()).isEqualTo(12);
    assertThat(sales.get("sentence").asString()).isNotBlank();
    assertThat(api.read(SALES + "/status").get("backups").asInt()).isEqualTo(12);
    assertThat(api.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void metricsAreThoseOfStatusAndOfRuns(@TempDir Path folder) throws Exception {
    long before = api.read(SALES).get("bytes").asLong();
    api.post(SALES + "/runs", "{'command':'backup'}", Role.OPERATOR);
    // The record of the run, as the look shows it that follows: no other comes in between.
    while (api.read(SALES).get("bytes").asLong() == before
        || api.runs().list("sales").isEmpty()
        || !api.runs().list("sales").getFirst().state().isOver()) {
      LockSupport.parkNanos(1_000_000);
    }
    String text = api.get("/metrics").text();
    assertThat(text)
        .contains("\nnessie_backup_vault_backups{vault=\"")
        .contains("\nnessie_backup_vault_damaged_backups{vault=\"")
        .contains("\nnessie_backup_catalog_level{catalog=\"sales\",level=\"")
        .contains("\nnessie_backup_vault_reachable{catalog=\"sales\"} 1\n")
        .contains("\nnessie_backup_runs_queued{catalog=\"sales\"} 0\n")
        .containsPattern("\nnessie_backup_last_run_exit_code\\{command=\"backup\",vault=.* 0\n")
        .containsPattern("\nnessie_backup_runs_total\\{command=\"backup\",vault=\"[^\"]*\"} 1\n")
        .contains("\nnessie_backup_listeners 0\n");
    assertThat(api.get("/metrics").text()).as("counted once").isEqualTo(text);
    Promtool.require();
    Path file = Files.writeString(folder.resolve("metrics"), text);
    Promtool.run(folder, Optional.of(file), "check", "metrics");
  }
}
