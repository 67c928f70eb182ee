package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nessiebackup.kubernetes.testbed.NessiePod;
import tools.jackson.databind.json.JsonMapper;

/**
 * Measures how long Nessie does not answer during a restore, beside its own stop and start. Started
 * by {@code benchmarks/downtime}.
 */
public final class Downtime {
  private static final JsonMapper JSON = new JsonMapper();

  private final Workbench bench;
  private final NessieCluster cluster;
  private final MeasuredProcess processes;

  private Downtime(Workbench bench, NessieCluster cluster) {
    this.bench = bench;
    this.cluster = cluster;
    Map<String, String> environment = new HashMap<>(bench.environment());
    environment.put("NESSIE_BACKUP_VAULT", bench.folder().resolve("vault").toString());
    environment.put("XDG_CONFIG_HOME", bench.folder().resolve("keys").toString());
    this.processes = new MeasuredProcess(bench.folder(), environment);
  }

  /** Ends with 0 when all was measured, whatever the result; with 2 if asked for nonsense. */
  public static void main(String[] words) throws SQLException, IOException {
    Arguments arguments;
    try {
      arguments = Arguments.parse(words);
    } catch (IllegalArgumentException e) {
      System.err.println("downtime: " + e.getMessage());
      System.exit(2);
      return;
    }
    System.out.print(measure(arguments));
    // Threads of the HTTP servers would keep the process for a while.
    System.exit(0);
  }

  /** Measures; the report is appended to the file that the arguments name. */
  static String measure(Arguments arguments) throws SQLException, IOException {
    Machine machine = Machine.here();
    say("filling a catalog");
    try (Workbench bench = Workbench.open(arguments);
        NessieCluster cluster = new NessieCluster(setup(bench))) {
      DowntimeReport report = new Downtime(bench, cluster).run(arguments.rounds());
      String markdown =
          report.markdown(
              LocalDate.now(ZoneOffset.UTC),
              arguments.commits(),
              bench.query(Workbench.DATABASE, "SHOW server_version"),
              machine);
      if (arguments.output().isPresent()) {
        Files.writeString(
            arguments.output().get(),
            markdown,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
      return markdown;
    }
  }

  private static NessiePod.Setup setup(Workbench bench) {
    return new NessiePod.Setup(
        Path.of(System.getProperty("java.home"), "bin", "java"),
        Path.of(System.getProperty("benchmarks.nessie")),
        bench.folder(),
        bench.jdbcUrl() + "?currentSchema=nessie&sslmode=disable",
        bench.environment().get("PGUSER"));
  }

  private DowntimeReport run(int rounds) throws SQLException {
    DowntimeReport report = new DowntimeReport();
    ours("init");
    ours("backup");
    for (int round = 1; round <= rounds; round++) {
      say("round %d of %d".formatted(round, rounds));
      bench.calm();
      report.plain(outage(cluster::stopAndStart));
      bench.calm();
      List<String> output = new ArrayList<>();
      double outage = outage(() -> output.add(restore()));
      report.restore(outage, JSON.readTree(output.getFirst()));
      ours("undo", "--release", "--yes");
    }
    return report;
  }

  private double outage(Runnable work) {
    try (Outage outage = new Outage(cluster::serves)) {
      work.run();
      return outage.seconds();
    }
  }

  /** Its summary. */
  private String restore() {
    return ours(
            "restore",
            "latest",
            "--kubernetes",
            "--kubeconfig",
            cluster.kubeconfig().toString(),
            "--yes",
            "--json")
        .output()
        .lines()
        .toList()
        .getLast();
  }

  private Sample ours(String... arguments) {
    List<String> command = new ArrayList<>(List.of(Compare.launcher().toString()));
    command.addAll(List.of(arguments));
    return processes.run(command);
  }

  private static void say(String what) {
    System.err.println("downtime: " + what);
  }
}
