package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nessiebackup.benchmarks.measure.Limit;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.benchmarks.measure.Sample;
import org.nessiebackup.kubernetes.testbed.NessiePod;
import tools.jackson.databind.JsonNode;

/** Measures how long Nessie does not respond during a restore, beside its own stop and start. */
final class Downtime {
  private final Workbench bench;
  private final NessieCluster cluster;
  private final Ours ours;
  private final Line plain;
  private final Line restore;
  private final Results results = new Results();

  private Downtime(Workbench bench, NessieCluster cluster, Link link) {
    this.bench = bench;
    this.cluster = cluster;
    this.ours = new Ours(bench, link, "vault");
    this.plain = new Line("stopped and started, nothing else: scaled 1 → 0 → 1", link);
    this.restore = new Line("`restore latest --kubernetes`", link);
  }

  static Results run(Workbench bench, Arguments arguments) throws SQLException {
    try (NessieCluster cluster = new NessieCluster(setup(bench, arguments.link()))) {
      return new Downtime(bench, cluster, arguments.link()).run(arguments.rounds());
    }
  }

  private static NessiePod.Setup setup(Workbench bench, Link link) {
    return new NessiePod.Setup(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
        Path.of(System.getProperty("benchmarks.nessie")),
        bench.folder(),
        bench.jdbcUrl(link),
        bench.server().user());
  }

  private Results run(int rounds) throws SQLException {
    ours.begin();
    ours.run("backup");
    for (int round = 1; round <= rounds; round++) {
      Benchmark.DOWNTIME.say("round %d of %d".formatted(round, rounds));
      bench.calm();
      results.add(plain, Sample.ofTime(outage(cluster::stopAndStart)));
      bench.calm();
      List<Sample> restored = new ArrayList<>();
      results.add(restore, Sample.ofTime(outage(() -> restored.add(restore()))));
      addSteps(Ours.summary(restored.getFirst()).get("kubernetes"));
      ours.run("undo", "--release", "--yes");
    }
    double more =
        results.of(restore).seconds().orElseThrow() - results.of(plain).seconds().orElseThrow();
    results.promiseNumber(
        "downtime of a restore, less that of the plain stop and start",
        Limit.seconds(3),
        more,
        String.format(Locale.ROOT, "%.2f s", more));
    return results;
  }

  private void addSteps(JsonNode nessie) {
    JsonNode steps = nessie.get("step_seconds");
    add("as the command itself says", nessie.get("downtime_seconds"));
    add("of that, the exchange", steps.get("exchanging"));
    add("while Nessie serves: loading and comparing", steps.get("preparing"));
  }

  private void add(String what, JsonNode seconds) {
    results.of(new Line(what, restore.link())).add(Sample.ofTime(seconds.asDouble()));
  }

  private double outage(Runnable work) {
    try (Outage outage = new Outage(cluster::serves)) {
      work.run();
      return outage.seconds();
    }
  }

  private Sample restore() {
    return ours.run(
        "restore",
        "latest",
        "--kubernetes",
        "--kubeconfig",
        cluster.kubeconfig().toString(),
        "--yes",
        "--json");
  }
}
