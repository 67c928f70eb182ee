package org.nessiebackup.benchmarks;

import java.sql.SQLException;
import java.util.Comparator;
import java.util.stream.StreamSupport;
import org.nessiebackup.benchmarks.measure.Limit;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.Results;
import tools.jackson.databind.JsonNode;

/**
 * Proves a catalog whole in all ways in turn, beside the verification of its bytes alone; and
 * browses it. There are two backups, an incremental one on a full one.
 */
final class GraphRace {
  private static final Line BYTES = new Line("`verify FULL`", Link.LOCAL);
  private static final Line GRAPH = new Line("`verify FULL --graph`", Link.LOCAL);
  private static final Line CHAIN_BYTES = new Line("`verify INCREMENTAL`", Link.LOCAL);
  private static final Line CHAIN_GRAPH = new Line("`verify INCREMENTAL --graph`", Link.LOCAL);

  private final Workbench bench;
  private final Ours ours;
  private final Link link;
  private final Results results = new Results();

  private GraphRace(Workbench bench, Link link) {
    this.bench = bench;
    this.link = link;
    this.ours = new Ours(bench, link, "vault");
  }

  static Results run(Workbench bench, Arguments arguments) throws SQLException {
    return new GraphRace(bench, arguments.link()).run(arguments.rounds());
  }

  private Results run(int rounds) throws SQLException {
    ours.begin();
    String full = Ours.summary(ours.run("backup", "--json")).get("backup_id").asString();
    new Growth(bench).grow();
    String incremental = Ours.summary(ours.run("backup", "--json")).get("backup_id").asString();
    JsonNode branch = longestBranch(incremental);
    for (int round = 1; round <= rounds; round++) {
      Benchmark.GRAPH.say("round %d of %d".formatted(round, rounds));
      add(Ours.START, "version");
      add(BYTES, "verify", full, "--no-record");
      add(GRAPH, "verify", full, "--graph", "--no-record");
      add(CHAIN_BYTES, "verify", incremental, "--no-record");
      add(CHAIN_GRAPH, "verify", incremental, "--graph", "--no-record");
      add(live(), "check", "--graph");
      browse(full, incremental, branch);
    }
    results.promiseTime(GRAPH, BYTES, Limit.of(1.7));
    results.promiseTime(CHAIN_GRAPH, CHAIN_BYTES, Limit.of(1.7));
    results.promisePeak(GRAPH, Limit.megabytes(400));
    results.promisePeak(live(), Limit.megabytes(400));
    return results;
  }

  private Line live() {
    return new Line("`check --graph` of the live catalog", link);
  }

  /** What people ask who look for the right backup. */
  private void browse(String full, String incremental, JsonNode branch) {
    String name = branch.get("name").asString();
    String key = branch.get("commit").get("put").get(0).asString();
    look("`refs`", "refs", incremental);
    look("`log` of 100 commits", "log", incremental, name, "--limit", "100");
    look("`log` of up to 10,000 commits", "log", incremental, name, "--limit", "10000");
    look("`ls`", "ls", incremental, name);
    look("`diff FULL INCREMENTAL`", "diff", full, incremental);
    look("`find-change` of a table in both", "find-change", key, "--ref", name);
  }

  private void look(String what, String... arguments) {
    add(new Line(what, Link.LOCAL), arguments);
  }

  private void add(Line line, String... arguments) {
    results.add(line, ours.run(arguments));
  }

  /** Of several Nessie repositories the one without a name is looked into. */
  private JsonNode longestBranch(String backup) {
    JsonNode references = Ours.summary(ours.run("refs", backup, "--json")).get("references");
    return StreamSupport.stream(references.spliterator(), false)
        .filter(reference -> reference.path("commit").path("put").size() > 0)
        .max(Comparator.comparingLong(reference -> reference.get("commit").get("seq").asLong()))
        .orElseThrow();
  }
}
