package org.nessiebackup.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.benchmarks.measure.Sample;
import tools.jackson.databind.JsonNode;

/** How long it takes to go back into a day that a journal has, and what Nessie notices of it. */
final class ReplayCosts {
  private static final double MIDDLE = 0.5;
  private static final double LATE = 0.99;
  private static final String WAIT = "30m";
  private static final String EVENING = "evening";

  private final Workbench bench;
  private final Ours ours;
  private final Link link;
  private final Results results = new Results();

  private ReplayCosts(Workbench bench, Link link) {
    this.bench = bench;
    this.link = link;
    this.ours = new Ours(bench, link, "vault");
  }

  static Results run(Workbench bench, Arguments arguments) throws SQLException {
    bench.decodeLogically();
    return new ReplayCosts(bench, arguments.link()).run(arguments.rounds());
  }

  private Results run(int rounds) throws SQLException {
    Benchmark.REPLAY.say("generating a day");
    JournaledDay day = new JournaledDay(bench, bench.commits());
    ours.begin();
    ours.run("journal", "start");
    ours.run("backup");
    Process follower = ours.start("journal", "run", "--synchronous");
    List<Downtime.Target> targets;
    try {
      targets = live(day);
    } finally {
      follower.destroy();
    }
    look(targets);
    results.add(
        new Line("`verify --journal`, of the whole day", link), ours.run("verify", "--journal"));
    try (NessieCluster cluster = new NessieCluster(Downtime.setup(bench, link))) {
      return new Downtime(bench, cluster, ours, link, results).run(rounds, targets);
    }
  }

  private List<Downtime.Target> live(JournaledDay day) throws SQLException {
    String noon;
    try (Connection connection = bench.connect(Workbench.DATABASE)) {
      WaitingCommits.begin(connection);
      Benchmark.REPLAY.say("the day until noon");
      noon = day.live(0, MIDDLE).toString();
      Benchmark.REPLAY.say("the day until the evening");
      day.live(MIDDLE, LATE);
      ours.run("mark", EVENING, "--wait", WAIT);
      // A backup that has the evening's rows would be restored in place of all that.
      day.live(LATE, 1);
      day.end();
      WaitingCommits.end(connection);
    }
    // The journal is proven from one backup to the next, and has to go beyond that.
    ours.run("backup");
    ours.run("mark", "night", "--wait", WAIT);
    return List.of(
        new Downtime.Target("`restore --to` noon `--kubernetes`", List.of("--to", noon)),
        new Downtime.Target("`restore --to` the evening `--kubernetes`", List.of("--to", EVENING)));
  }

  /** What each restore has to read, and how long it takes to say so. */
  private void look(List<Downtime.Target> targets) {
    for (Downtime.Target target : targets) {
      Line line = new Line("its plan alone, `--dry-run`: " + target.title(), link);
      Sample plan = ours.run(target.command("--dry-run", "--json"));
      results.add(line, plan);
      JsonNode replay = Ours.summary(plan).at("/plan/journal");
      results.remark(
          String.format(
              Locale.ROOT,
              "%s reads %,d files of the journal, in %d epochs, with %,d transactions that change"
                  + " %,d rows.",
              target.title(),
              replay.path("files").asLong(),
              replay.path("epochs").size(),
              replay.path("transactions").asLong(),
              replay.path("changed_rows").asLong()));
    }
  }
}
