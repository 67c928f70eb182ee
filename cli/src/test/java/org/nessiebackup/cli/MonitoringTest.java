package org.nessiebackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.BackupId;
import org.nessiebackup.cli.delivery.HttpReceiver;
import org.nessiebackup.cli.delivery.HttpReceiver.Heard;
import org.nessiebackup.cli.delivery.HttpReceiver.Treatment;
import org.nessiebackup.cli.testing.JsonContract;
import org.nessiebackup.crypto.HostKey;
import org.nessiebackup.manifest.JournalProofRecord;
import org.nessiebackup.manifest.Manifest;
import org.nessiebackup.manifest.Tip;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.sandbox.CatalogOddities;
import org.nessiebackup.sandbox.PostgresServer;
import org.nessiebackup.sandbox.SampleCatalog;
import org.nessiebackup.store.FolderStore;
import org.nessiebackup.testing.Promtool;
import org.nessiebackup.testing.TestContext;
import org.nessiebackup.vault.Vault;
import org.nessiebackup.vault.access.VaultAccess;
import org.nessiebackup.vault.record.JournalProofs;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Who is told how a run went: real commands, and real receivers on the loopback interface. */
class MonitoringTest {
  private static final JsonContract CONTRACT = JsonContract.read();
  private static final String NOBODY = "jdbc:postgresql://127.0.0.1:1/nothing";
  private static PostgresServer server;

  private @TempDir Path folder;
  private final HttpReceiver receiver = new HttpReceiver();
  private final Map<String, String> environment = new HashMap<>();
  private Path file;

  @BeforeAll
  static void startServer() throws SQLException {
    server = PostgresServer.start();
    server.createDatabase("monitoring");
    server.createDatabase("rehearsal");
    try (Connection connection = server.connect("monitoring")) {
      SampleCatalog.create(connection, "nessie", CatalogOddities.small());
    }
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void makeVault() {
    file = folder.resolve("nessie.prom");
    environment.put("NESSIE_BACKUP_VAULT", folder.resolve("vault").toString());
    environment.put("NESSIE_BACKUP_JDBC_URL", server.jdbcUrl("monitoring"));
    environment.put("NESSIE_BACKUP_USER", server.user());
    environment.put("XDG_CONFIG_HOME", folder.resolve("keys").toString());
    run("init", "--no-encryption");
  }

  @AfterEach
  void closeReceiver() {
    receiver.close();
  }

  private ProgramRun run(String... args) {
    return ProgramRun.of(environment, args);
  }

  /** A backup that cannot reach its server. */
  private ProgramRun failing() {
    return run("backup", "--jdbc-url", NOBODY);
  }

  private void watchedByFile() {
    environment.put("NESSIE_BACKUP_METRICS_FILE", file.toString());
  }

  /** The values in the file by their series, the vault's label left out. */
  private Map<String, Double> metrics() throws IOException {
    return values(Files.readString(file), "vault=\"" + folder.resolve("vault") + "\"");
  }

  private static Map<String, Double> values(String text, String label) {
    Map<String, Double> values = new TreeMap<>();
    text.lines()
        .filter(line -> !line.startsWith("#") && line.contains(label))
        .forEach(
            line -> {
              int blank = line.lastIndexOf(' ');
              String series =
                  line.substring(Metric.PREFIX.length(), blank)
                      .replace(label, "")
                      .replace(",}", "}")
                      .replace("{}", "");
              values.put(series, Double.parseDouble(line.substring(blank + 1)));
            });
    return values;
  }

  @Test
  void aFailedBackupErasesNoFormerSuccess() throws IOException {
    watchedByFile();
    assertThat(run("backup").status()).isZero();
    Map<String, Double> good = metrics();
    assertThat(good)
        .containsEntry("last_run_exit_code{command=\"backup\"}", 0.0)
        .containsEntry("runs_total{command=\"backup\"}", 1.0)
        .containsEntry("newest_backup_info{type=\"full\"}", 1.0)
        .containsEntry("newest_backup_chain_depth", 0.0)
        .containsKeys(
            "newest_backup_timestamp_seconds",
            "newest_full_backup_stored_bytes",
            "newest_backup_rows",
            "last_success_timestamp_seconds{command=\"backup\"}");

    assertThat(failing().status()).isEqualTo(1);
    Map<String, Double> bad = metrics();
    assertThat(bad).containsEntry("last_run_exit_code{command=\"backup\"}", 1.0);
    assertThat(bad).containsEntry("runs_total{command=\"backup\"}", 2.0);
    assertThat(bad)
        .containsEntry("failures_total{code=\"connection\",command=\"backup\"}", 1.0)
        .containsKey("last_failure_timestamp_seconds{code=\"connection\",command=\"backup\"}");
    for (String kept :
        List.of(
            "last_success_timestamp_seconds{command=\"backup\"}",
            "newest_backup_timestamp_seconds",
            "newest_backup_rows")) {
      assertThat(bad).containsEntry(kept, good.get(kept));
    }
  }

  @Test
  void statusAloneIsEnoughToMonitorAVault() throws IOException {
    run("backup");
    run("verify", "latest");
    watchedByFile();
    assertThat(run("status").status()).isZero();

    assertThat(metrics())
        .containsEntry("vault_backups", 1.0)
        .containsEntry("vault_damaged_backups", 0.0)
        .containsEntry("last_verification_sound", 1.0)
        .containsEntry("lease_age_seconds", 0.0)
        .containsKeys(
            "newest_backup_timestamp_seconds",
            "newest_backup_duration_seconds",
            "newest_backup_rows",
            "newest_backup_raw_bytes",
            "newest_backup_stored_bytes",
            "newest_full_backup_timestamp_seconds",
            "last_verification_timestamp_seconds{depth=\"full\"}",
            "vault_bytes",
            "vault_objects",
            "vault_free_bytes",
            "last_success_timestamp_seconds{command=\"status\"}");
    assertThat(run("status", "--max-verify-age", "0s", "--max-age", "0s").status()).isEqualTo(14);
    assertThat(metrics()).containsEntry("failures_total{code=\"stale\",command=\"status\"}", 1.0);
  }

  @Test
  void copyPruneVerifyRestoreAndCheckReportWhatTheyDid() throws IOException {
    String second = folder.resolve("second").toString();
    watchedByFile();
    run("backup", "--type", "full", "--copy-to", second, "--prune");
    run(
        "restore",
        "latest",
        "--target-schema",
        "rehearsal",
        "--target-jdbc-url",
        server.jdbcUrl("rehearsal"),
        "--yes");
    run("check");
    Path segment;
    try (Stream<Path> files = Files.walk(folder.resolve("vault"))) {
      segment =
          files.filter(each -> each.endsWith("refs2-0000.copy.zst")).findFirst().orElseThrow();
    }
    Files.write(segment, new byte[1]);
    assertThat(run("verify", "latest", "--quick").status()).isEqualTo(3);

    assertThat(metrics())
        .containsEntry("copy_backups{target=\"" + second + "\"}", 1.0)
        .containsEntry("copy_failed_backups{target=\"" + second + "\"}", 0.0)
        .containsKey("last_complete_copy_timestamp_seconds{target=\"" + second + "\"}")
        .containsEntry("last_prune_removed_backups", 0.0)
        .containsEntry("last_prune_kept_backups", 1.0)
        .containsKey("last_restore_phase_duration_seconds{phase=\"swapping\"}")
        .containsEntry("check_items{status=\"fail\"}", 0.0)
        .containsEntry("last_verification_sound", 0.0)
        .containsEntry("failures_total{code=\"findings\",command=\"verify\"}", 1.0);
  }

  private static final Set<Metric.Group> SERVICE_ALONE =
      Set.of(
          Metric.Group.CATALOG, Metric.Group.JOURNAL, Metric.Group.REPLICA, Metric.Group.SERVICE);

  @Test
  void everyMetricIsWrittenBySomeCommandAndPrometheusHasNothingToSay() throws Exception {
    watchedByFile();
    run("backup", "--copy-to", folder.resolve("second").toString(), "--prune");
    run("restore", "latest", "--target-jdbc-url", server.jdbcUrl("rehearsal"), "--yes");
    run("verify", "latest");
    run("drill", "--target-jdbc-url", server.jdbcUrl("rehearsal"));
    run("check");
    keepTipAndProof();
    run("status");
    failing();

    String text = Files.readString(file);
    assertThat(Stream.of(Metric.values()).filter(metric -> !SERVICE_ALONE.contains(metric.group())))
        .allSatisfy(metric -> assertThat(text).contains("\n" + metric.key() + "{"));
    Promtool.require();
    Promtool.run(folder, Optional.of(file), "check", "metrics");
  }

  /** As a service does, where nothing has moved. */
  private void keepTipAndProof() throws IOException {
    HostKey key;
    try (Stream<Path> files = Files.walk(folder.resolve("keys"))) {
      Path file =
          files.filter(each -> each.toString().contains("host-key")).findFirst().orElseThrow();
      key = HostKey.parse("test", Files.readString(file));
    }
    Vault vault =
        Vault.open(new FolderStore(folder.resolve("vault")), VaultAccess.NONE.withHostKey(key));
    Manifest base = vault.backups().latest().orElseThrow();
    vault
        .tips()
        .writer(vault.tips().epoch(vault.backups().identified(base.id())), "test")
        .publish(
            new Tip.Moment(base.snapshotAt(), base.server().orElseThrow().snapshot()),
            Optional.empty(),
            Optional.empty());
    vault
        .proofs()
        .note(
            new JournalProofs.Result(
                Optional.of(true),
                List.of(
                    new JournalProofRecord.Stretch(
                        List.of(new BackupId("20200101T000000Z-0000"), base.id()))),
                List.of()),
            new TestContext().context());
  }

  @Test
  void backupThatIsWholeIsReportedAlsoWhenItsCopyFails() throws IOException {
    watchedByFile();
    Path obstacle = Files.writeString(folder.resolve("obstacle"), "no folder");
    assertThat(run("backup", "--copy-to", obstacle.resolve("x").toString()).status()).isEqualTo(1);

    assertThat(metrics())
        .containsKey("newest_backup_timestamp_seconds")
        .doesNotContainKey("last_success_timestamp_seconds{command=\"backup\"}");
  }

  @Test
  void readingPlanningAndHelpAreNotMonitored() {
    watchedByFile();
    environment.put("NESSIE_BACKUP_HEARTBEAT", receiver.url("/ping"));
    run("list");
    run("version");
    run("backup", "--help");
    run("prune", "--dry-run");
    run("nonsense");

    assertThat(file).doesNotExist();
    assertThat(receiver.heard()).isEmpty();
  }

  @Test
  void aCommandLineThatMakesNoSenseFailsForThoseWhoWatch() throws IOException {
    watchedByFile();
    environment.put("NESSIE_BACKUP_HEARTBEAT", receiver.url("/ping"));
    assertThat(run("backup", "--tpye", "full").status()).isEqualTo(2);

    assertThat(metrics()).containsEntry("failures_total{code=\"usage\",command=\"backup\"}", 1.0);
    assertThat(receiver.heard()).extracting(Heard::target).contains("/ping/fail");
  }

  @Test
  void heartbeatsReportBeginSuccessAndFailure() {
    environment.put("NESSIE_BACKUP_HEARTBEAT", receiver.url("/ping?create=1"));
    assertThat(run("backup").err()).isEmpty();
    assertThat(receiver.heard())
        .extracting(Heard::target)
        .containsExactlyInAnyOrder("/ping/start?create=1", "/ping?create=1");
    receiver.forget();
    failing();

    assertThat(receiver.heard())
        .extracting(Heard::target)
        .containsExactlyInAnyOrder("/ping/start?create=1", "/ping/fail?create=1");
  }

  @Test
  void peopleHearOfFailuresAndOfTheFirstSuccessAfterOne() throws IOException {
    watchedByFile();
    Path addresses = folder.resolve("addresses");
    Files.writeString(addresses, receiver.url("/one") + "\n\n" + receiver.url("/two") + "\n");
    environment.put("NESSIE_BACKUP_NOTIFY_FILE", addresses.toString());

    run("backup");
    assertThat(receiver.heard()).isEmpty();
    failing();
    assertThat(receiver.heard())
        .extracting(Heard::target)
        .containsExactlyInAnyOrder("/one", "/two");
    JsonNode failure = JsonMapper.shared().readTree(receiver.heard().getFirst().body());
    CONTRACT.holdsForMessage(failure);
    assertThat(failure.path("event").asString()).isEqualTo("failure");
    assertThat(failure.path("code").asString()).isEqualTo("connection");
    assertThat(failure.path("vault").asString()).isEqualTo(folder.resolve("vault").toString());

    receiver.forget();
    run("backup");
    assertThat(receiver.heard())
        .extracting(each -> JsonMapper.shared().readTree(each.body()).path("event").asString())
        .containsExactly("recovery", "recovery");
    receiver.forget();
    run("backup");
    assertThat(receiver.heard()).isEmpty();
  }

  @Test
  void slackGetsMessagesInItsOwnForm() {
    environment.put("NESSIE_BACKUP_NOTIFY", receiver.url("/hook"));
    run("backup", "--notify-format", "slack", "--jdbc-url", "jdbc:postgresql://127.0.0.1:1/<!all>");

    JsonNode message = JsonMapper.shared().readTree(receiver.heard().getFirst().body());
    assertThat(message.propertyNames()).containsExactly("text");
    assertThat(message.path("text").asString())
        .startsWith("nessie-backup: `backup` of " + folder.resolve("vault") + " failed (")
        .doesNotContain("<!all>");
  }

  @Test
  void whatFailsHereIsAWarningAndShowsNoSecret() throws IOException {
    receiver.always(Treatment.UNKNOWN);
    environment.put("NESSIE_BACKUP_METRICS_FILE", folder.resolve("none/x.prom").toString());
    environment.put("NESSIE_BACKUP_HEARTBEAT", receiver.url("/s3cr3t"));
    environment.put("NESSIE_BACKUP_PUSH_GATEWAY", receiver.url("/s3cr3t"));
    environment.put("NESSIE_BACKUP_NOTIFY", "s3cr3t");
    environment.put("NESSIE_BACKUP_NOTIFY_FILE", folder.resolve("missing").toString());
    ProgramRun run = run("backup", "--json");

    assertThat(run.status()).isZero();
    assertThat(run.summary().path("backup_id").asString()).isNotEmpty();
    assertThat(run.err().lines().map(JsonMapper.shared()::readTree))
        .allSatisfy(CONTRACT::holdsForMessage)
        .extracting(each -> each.path("message").asString())
        .anySatisfy(each -> assertThat(each).contains("none/x.prom"))
        .anySatisfy(each -> assertThat(each).contains("the heartbeat did not get through"))
        .anySatisfy(each -> assertThat(each).contains("push gateway did not get through"))
        .anySatisfy(each -> assertThat(each).contains("what --notify gives is not a web address"))
        .anySatisfy(each -> assertThat(each).contains("missing").contains("--notify-file"));
    assertThat(run.out() + run.err()).doesNotContain("s3cr3t");
    assertThat(failing().err()).contains("warning: ").doesNotContain("s3cr3t");
  }

  @Test
  void gatewayRemembersFormerRuns() {
    GatewayDouble gateway = new GatewayDouble(receiver);
    environment.put("NESSIE_BACKUP_PUSH_GATEWAY", receiver.url("/metrics/job/lake/instance/blue"));
    environment.put("NESSIE_BACKUP_NOTIFY", receiver.url("/hook"));
    run("backup");
    failing();
    failing();
    assertThat(gateway.text())
        .contains("instance=\"blue\"")
        .contains("nessie_backup_newest_backup_rows")
        .containsPattern("last_success_timestamp_seconds\\{command=\"backup\"")
        .containsPattern("failures_total\\{code=\"connection\".* 2\n")
        .containsPattern("runs_total\\{.* 3\n");
    assertThat(gateway.notifications()).containsExactly("failure", "failure");

    run("backup");
    assertThat(gateway.notifications()).containsExactly("failure", "failure", "recovery");
    run("backup");
    assertThat(gateway.notifications()).hasSize(3);
  }

  @Test
  void containersLastWordsFitIntoWhatKubernetesReads() throws IOException {
    Path log = folder.resolve("termination-log");
    environment.put("NESSIE_BACKUP_TERMINATION_LOG", log.toString());
    run("backup");
    assertThat(log).doesNotExist();

    Files.writeString(log, "x".repeat(9000));
    run("backup");
    assertThat(Files.size(log)).isLessThanOrEqualTo(4096);
    JsonNode good = JsonMapper.shared().readTree(Files.readString(log));
    assertThat(good.path("succeeded").asBoolean()).isTrue();
    assertThat(good.path("summary").path("backup_id").asString()).isNotEmpty();

    String longName = "jdbc:postgresql://127.0.0.1:1/" + "ü\"".repeat(3000);
    run("backup", "--jdbc-url", longName);
    assertThat(Files.size(log)).isLessThanOrEqualTo(4096);
    JsonNode bad = JsonMapper.shared().readTree(Files.readString(log));
    CONTRACT.holdsForMessage(bad);
    assertThat(bad.path("exit_code").asInt()).isPositive();
    assertThat(bad.path("message").asString()).isNotEmpty();
  }

  @Test
  void aContainersLastWordsAreAlsoThoseOfAPlanOfWhichNobodyElseHears() throws IOException {
    Path log = folder.resolve("termination-log");
    environment.put("NESSIE_BACKUP_TERMINATION_LOG", log.toString());
    run("backup");
    watchedByFile();
    environment.put("NESSIE_BACKUP_HEARTBEAT", receiver.url("/ping"));
    environment.put("NESSIE_BACKUP_NOTIFY", receiver.url("/hook"));
    Files.createFile(log);

    run("prune", "--dry-run");
    JsonNode plan = JsonMapper.shared().readTree(Files.readString(log));
    assertThat(plan.path("succeeded").asBoolean()).isTrue();
    assertThat(plan.at("/summary/plan/backups").size()).isEqualTo(1);

    run("restore", "latest", "--dry-run", "--jdbc-url", NOBODY);
    JsonNode failed = JsonMapper.shared().readTree(Files.readString(log));
    assertThat(failed.path("exit_code").asInt()).isPositive();
    assertThat(failed.path("message").asString()).isNotEmpty();

    assertThat(file).doesNotExist();
    assertThat(receiver.heard()).isEmpty();
  }

  @Test
  void longListsOfAContainersLastWordsAreShortenedBeforeAnythingElse() throws IOException {
    Path log = folder.resolve("termination-log");
    environment.put("NESSIE_BACKUP_TERMINATION_LOG", log.toString());
    Files.createFile(log);
    String[] tags = new String[200];
    for (int i = 0; i < tags.length; i++) {
      tags[i] = "--tag=" + "word-of-a-user-%03d".formatted(i);
    }

    run(Stream.concat(Stream.of("backup"), Stream.of(tags)).toArray(String[]::new));

    assertThat(Files.size(log)).isLessThanOrEqualTo(4096);
    JsonNode summary = JsonMapper.shared().readTree(Files.readString(log)).path("summary");
    assertThat(summary.path("backup_id").asString()).isNotEmpty();
    assertThat(summary.at("/backup/tags").size()).isEqualTo(20);
    assertThat(summary.at("/backup/rows").asLong()).isPositive();
  }

  @Test
  void logLinesAreDocumentsWithTimeLevelAndCommand() {
    ProgramRun good = run("backup", "--log-format", "json");
    assertThat(good.out()).startsWith("backup 2");
    List<JsonNode> lines = good.err().lines().map(JsonMapper.shared()::readTree).toList();
    assertThat(lines).isNotEmpty().allSatisfy(CONTRACT::holdsForMessage);
    assertThat(lines)
        .allSatisfy(
            line -> {
              assertThat(line.path("level").asString()).isEqualTo("info");
              assertThat(line.path("command").asString()).isEqualTo("backup");
              assertThat(line.path("step").asString()).isNotEmpty();
            });

    ProgramRun bad = run("backup", "--log-format=json", "--jdbc-url", NOBODY, "--debug", "--json");
    // A session that is opened ahead may still say that it fails, too.
    List<JsonNode> errors =
        bad.err()
            .lines()
            .map(JsonMapper.shared()::readTree)
            .filter(line -> line.path("level").asString().equals("error"))
            .toList();
    assertThat(errors).hasSize(1);
    JsonNode error = errors.getFirst();
    CONTRACT.holdsForMessage(error);
    assertThat(error.path("code").asString()).isEqualTo("connection");
    assertThat(error.path("stack_trace").asString()).contains("BackupException");
    assertThat(run("backup", "--log-format", "xml").status()).isEqualTo(2);
  }

  /** Keeps groups as a Pushgateway does: a POST replaces the metrics that it names. */
  private static final class GatewayDouble {
    private final HttpReceiver receiver;
    private final Map<String, Map<String, List<String>>> groups = new TreeMap<>();

    GatewayDouble(HttpReceiver receiver) {
      this.receiver = receiver;
      receiver.answer(this::answer);
    }

    private String answer(Heard request) {
      if (request.target().contains("/job/")) {
        Map<String, List<String>> pushed = new LinkedHashMap<>();
        request
            .body()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .forEach(
                line ->
                    pushed
                        .computeIfAbsent(line.replaceFirst("\\{.*", ""), key -> new ArrayList<>())
                        .add(line.replaceFirst("} ", ",instance=\"blue\",job=\"lake\"} ")));
        groups.computeIfAbsent(request.target(), key -> new TreeMap<>()).putAll(pushed);
      }
      return request.target().equals("/metrics") ? text() : "";
    }

    synchronized String text() {
      StringBuilder text = new StringBuilder();
      groups
          .values()
          .forEach(
              group ->
                  group.values().forEach(lines -> lines.forEach(l -> text.append(l).append('\n'))));
      return text.toString();
    }

    List<String> notifications() {
      return receiver.heard().stream()
          .filter(each -> each.target().equals("/hook"))
          .map(each -> JsonMapper.shared().readTree(each.body()).path("event").asString())
          .toList();
    }
  }
}
