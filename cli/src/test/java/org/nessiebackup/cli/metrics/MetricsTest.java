package org.nessiebackup.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nessiebackup.report.metrics.Metric;
import org.nessiebackup.report.metrics.MetricPage;
import org.nessiebackup.report.metrics.Metrics;
import org.nessiebackup.report.metrics.MetricsText;
import org.nessiebackup.report.metrics.Sample;

class MetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-26T02:00:00.250Z");

  private @TempDir Path folder;

  private static MetricPage page(String command, String vault) {
    return new MetricPage(NOW, labels(command, vault));
  }

  private static SortedMap<String, String> labels(String command, String vault) {
    return new TreeMap<>(Map.of("command", command, "vault", vault));
  }

  private static Metrics failure(String command, String code) {
    return page(command, "/v")
        .time(Metric.LAST_RUN, NOW.plusSeconds(60))
        .time(Metric.LAST_FAILURE, NOW.plusSeconds(60), "code", code)
        .value(Metric.FAILURES, 1, "code", code)
        .metrics();
  }

  @Test
  void textIsThatOfPrometheus() {
    Metrics metrics =
        page("backup", "/a \"b\"\\c\u202ed\u001b")
            .time(Metric.LAST_SUCCESS, NOW)
            .span(Metric.LAST_RUN_DURATION, Duration.ofMillis(1))
            .value(Metric.NEWEST_BACKUP_ROWS, 9_007_199_254_740_992L)
            .metrics();

    assertThat(MetricsText.write(metrics))
        .isEqualTo(
            """
            # HELP nessie_backup_last_run_duration_seconds How long the last run took.
            # TYPE nessie_backup_last_run_duration_seconds gauge
            nessie_backup_last_run_duration_seconds{command="backup",vault="/a \\"b\\"\\\\c�d�"} 0.001
            # HELP nessie_backup_last_success_timestamp_seconds When a run last ended with 0.
            # TYPE nessie_backup_last_success_timestamp_seconds gauge
            nessie_backup_last_success_timestamp_seconds{command="backup",vault="/a \\"b\\"\\\\c�d�"} 1795658400.25
            # HELP nessie_backup_newest_backup_rows Rows that the catalog had in the newest backup.
            # TYPE nessie_backup_newest_backup_rows gauge
            nessie_backup_newest_backup_rows{vault="/a \\"b\\"\\\\c�d�"} 9007199254740992
            """);
    assertThat(MetricsText.read(MetricsText.write(metrics), Map.of()).samples())
        .containsExactlyInAnyOrderElementsOf(metrics.samples());
  }

  @Test
  void whatIsNotOursOrCannotBeReadIsPassedOver() {
    String text =
        """
        # TYPE up gauge
        up 1
        nessie_backup_of_the_future{vault="/v"} 3
        nessie_backup_vault_bytes{vault="/v"} many
        nessie_backup_vault_bytes{vault="/v"} NaN
        nessie_backup_vault_bytes{
        nessie_backup_vault_objects{vault="/v",instance="x",job="nessie_backup"} 7.0e+00 1795658400000
        """;

    assertThat(MetricsText.read(text, Map.of("job", "nessie_backup")).samples())
        .containsExactly(new Sample(Metric.VAULT_OBJECTS, new TreeMap<>(Map.of("vault", "/v")), 7));
    assertThat(MetricsText.read(text, Map.of("job", "other")).samples()).isEmpty();
  }

  @Test
  void failureKeepsTheFormerSuccessAndOtherCommandsAndVaults() {
    Metrics former =
        page("backup", "/v")
            .time(Metric.LAST_RUN, NOW)
            .time(Metric.LAST_SUCCESS, NOW)
            .value(Metric.VAULT_BYTES, 5)
            .metrics()
            .with(page("verify", "/v").time(Metric.LAST_RUN, NOW).metrics())
            .with(page("backup", "/other").time(Metric.LAST_RUN, NOW).metrics());

    Metrics after = former.with(failure("backup", "locked"));

    assertThat(after.samples())
        .containsAll(former.samples().subList(1, former.samples().size()))
        .containsAll(failure("backup", "locked").samples())
        .hasSize(former.samples().size() + 2);
  }

  @Test
  void onlyTheLastFailureIsKeptAndAllAreCounted() {
    Metrics after =
        Metrics.NONE
            .with(failure("backup", "locked"))
            .with(failure("backup", "store"))
            .with(failure("backup", "locked"));

    assertThat(after.of(Metric.LAST_FAILURE).map(each -> each.labels().get("code")))
        .containsExactly("locked");
    assertThat(after.of(Metric.FAILURES).map(Sample::value)).containsExactlyInAnyOrder(1.0, 2.0);
    assertThat(after.greatest(Metric.LAST_FAILURE, labels("backup", "/v"))).isPresent();
    assertThat(after.greatest(Metric.LAST_FAILURE, labels("backup", "/w"))).isEmpty();
  }

  @Test
  void fileIsMergedReplacedAndReadableForOthers() throws IOException {
    Path file = folder.resolve("nessie.prom");
    MetricsFile metrics = new MetricsFile(file);

    assertThat(metrics.add(page("backup", "/v").time(Metric.LAST_SUCCESS, NOW).metrics()).samples())
        .isEmpty();
    assertThat(metrics.add(failure("backup", "store")).samples()).hasSize(1);
    assertThat(Files.readString(file))
        .contains("last_success_timestamp_seconds{command=\"backup\",vault=\"/v\"} 1795658400.25")
        .contains("failures_total{code=\"store\",command=\"backup\",vault=\"/v\"} 1");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(each -> each.getFileName().toString()))
          .containsExactlyInAnyOrder("nessie.prom", ".nessie.prom.lock");
    }
  }

  @Test
  void fileOfSomebodyElseIsLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("disks.prom"), "disk_errors 3\n");

    assertThatThrownBy(() -> new MetricsFile(file).add(failure("backup", "store")))
        .isInstanceOf(IOException.class);
    assertThat(Files.readString(file)).isEqualTo("disk_errors 3\n");
    assertThatThrownBy(() -> new MetricsFile(folder).add(Metrics.NONE))
        .isInstanceOf(IOException.class);
  }

  @Test
  void commandsThatEndAtTheSameTimeLoseNothing() throws Exception {
    MetricsFile file = new MetricsFile(folder.resolve("shared.prom"));
    List<Callable<Metrics>> reports = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      reports.add(() -> file.add(failure("backup", "store")));
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      for (Future<Metrics> each : threads.invokeAll(reports)) {
        each.get();
      }
    }

    assertThat(file.add(Metrics.NONE).of(Metric.FAILURES).map(Sample::value)).containsExactly(8.0);
  }

  @Test
  void aFileStaysReadableForThoseWhoMayReadIt(@TempDir Path folder) throws IOException {
    Path path = folder.resolve("nessie.prom");
    new MetricsFile(path).add(failure("backup", "usage"));
    for (String mode : List.of("rw-r-----", "rw-rw-r--")) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
      new MetricsFile(path).add(failure("backup", "usage"));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
          .isEqualTo(mode);
    }
  }
}
