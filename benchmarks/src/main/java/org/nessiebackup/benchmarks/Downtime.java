package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
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
  private final Link link;
  private final Line plain;
  private final Results results;

  /**
   * Measures nothing yet.
   *
   * @param ours has a vault with what is restored
   * @param results where it is added
   */
  Downtime(Workbench bench, NessieCluster cluster, Ours ours, Link link, Results results) {
    this.bench = bench;
    this.cluster = cluster;
    this.ours = ours;
    this.link = link;
    this.plain = new Line("stopped and started, nothing else: scaled 1 → 0 → 1", link);
    this.results = results;
  }

  /**
   * What is restored.
   *
   * @param title a restore of it, in words
   * @param words the same on the command line
   */
  record Target(String title, List<String> words) {
    String[] command(String... more) {
      return Stream.of(Stream.of("restore"), words.stream(), Stream.of(more))
          .flatMap(each -> each)
          .toArray(String[]::new);
    }
  }

  static Results run(Workbench bench, Arguments arguments) throws SQLException {
    Ours ours = new Ours(bench, arguments.link(), "vault");
    try (NessieCluster cluster = new NessieCluster(setup(bench, arguments.link()))) {
      ours.begin();
      ours.run("backup");
      return new Downtime(bench, cluster, ours, arguments.link(), new Results())
          .run(
              arguments.rounds(),
              List.of(new Target("`restore latest --kubernetes`", List.of("latest"))));
    }
  }

  static NessiePod.Setup setup(Workbench bench, Link link) {
    return new NessiePod.Setup(
        List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
        Path.of(System.getProperty("benchmarks.nessie")),
        bench.folder(),
        bench.jdbcUrl(link),
        bench.server().user());
  }

  /** Restores in turn, beside a plain stop and start each time. */
  Results run(int rounds, List<Target> targets) throws SQLException {
    for (int round = 1; round <= rounds; round++) {
      Benchmark.DOWNTIME.say("round %d of %d".formatted(round, rounds));
      bench.calm();
      results.add(plain, Sample.ofTime(outage(cluster::stopAndStart)));
      for (Target target : targets) {
        bench.calm();
        List<Sample> restored = new ArrayList<>();
        results.add(
            line(target.title()), Sample.ofTime(outage(() -> restored.add(restore(target)))));
        addSteps(target, Ours.summary(restored.getFirst()).get("kubernetes"));
        ours.run("undo", "--release", "--yes");
      }
    }
    for (Target target : targets) {
      double more =
          results.of(line(target.title())).seconds().orElseThrow()
              - results.of(plain).seconds().orElseThrow();
      results.promiseNumber(
          "downtime of %s, less that of the plain stop and start".formatted(target.title()),
          Limit.seconds(3),
          more,
          String.format(Locale.ROOT, "%.2f s", more));
    }
    return results;
  }

  private Line line(String what) {
    return new Line(what, link);
  }

  private void addSteps(Target target, JsonNode nessie) {
    JsonNode steps = nessie.get("step_seconds");
    String of = " (%s)".formatted(target.title());
    add("as the command itself says" + of, nessie.get("downtime_seconds"));
    add("of that, the exchange" + of, steps.get("exchanging"));
    add("while Nessie serves: loading and comparing" + of, steps.get("preparing"));
  }

  private void add(String what, JsonNode seconds) {
    results.add(line(what), Sample.ofTime(seconds.asDouble()));
  }

  private double outage(Runnable work) {
    try (Outage outage = new Outage(cluster::serves)) {
      work.run();
      return outage.seconds();
    }
  }

  private Sample restore(Target target) {
    return ours.run(
        target.command(
            "--kubernetes", "--kubeconfig", cluster.kubeconfig().toString(), "--yes", "--json"));
  }
}
