package org.nessiebackup.benchmarks;

import java.sql.SQLException;
import java.util.List;
import org.nessiebackup.benchmarks.measure.Limit;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.benchmarks.measure.Sample;

/** Takes backups of all kinds in turn, and lets the catalog grow between them. */
final class VaultRace {
  private static final int IN_A_ROW = 100;
  private static final int GROWTH_IN_A_ROW = 10;
  private static final int BYTES_PER_COMMIT = 600;

  private final Workbench bench;
  private final Ours plain;
  private final Ours vault;
  private final Growth growth;
  private final Results results = new Results();
  private final Line open;
  private final Line full;
  private final Line row;
  private final Link link;

  private VaultRace(Workbench bench, Link link) {
    this.bench = bench;
    this.link = link;
    this.plain = new Ours(bench, link, "plain");
    this.vault = new Ours(bench, link, "vault");
    this.growth = new Growth(bench);
    this.open = new Line("full, neither encrypted nor signed", link);
    this.full = new Line("full", link);
    this.row =
        new Line(
            "one of %d incrementals in a row, %d commits each (stored: all)"
                .formatted(IN_A_ROW, GROWTH_IN_A_ROW),
            link);
  }

  static Results run(Workbench bench, Arguments arguments) throws SQLException {
    return new VaultRace(bench, arguments.link()).run(arguments.rounds());
  }

  private Results run(int rounds) throws SQLException {
    vault.run("version");
    for (int round = 1; round <= rounds; round++) {
      Benchmark.VAULT.say("round %d of %d: full and incremental".formatted(round, rounds));
      if (round > 1) {
        growth.again();
      }
      plain.begin("--no-encryption", "--no-signing");
      vault.begin();
      results.add(Ours.START, vault.run("version"));
      add(open, plain, "full");
      add(full, vault, "full");
      int commits = growth.grow();
      Line incremental = new Line("incremental after %d commits".formatted(commits), link);
      add(incremental, vault, "incremental");
      if (round == rounds) {
        promises(incremental, commits);
      }
    }
    if (growth.isEndless()) {
      inARow();
    }
    restores(rounds);
    return results;
  }

  private void add(Line line, Ours ours, String type) throws SQLException {
    results.add(line, backup(ours, type), ours.sizeOfLatest());
  }

  private void promises(Line incremental, int commits) {
    results.promiseTimeBeyond(Ours.START, incremental, full, Limit.part(4));
    results.promiseTime(full, open, Limit.of(1.1));
    results.promiseStored(incremental, Limit.bytes(BYTES_PER_COMMIT * commits));
    results.promisePeak(full, Limit.megabytes(300));
    results.promisePeak(incremental, Limit.megabytes(300));
  }

  private void inARow() throws SQLException {
    long stored = 0;
    for (int number = 1; number <= IN_A_ROW; number++) {
      if (number % 10 == 1) {
        Benchmark.VAULT.say("incremental %d of %d in a row".formatted(number, IN_A_ROW));
      }
      growth.generate(GROWTH_IN_A_ROW);
      bench.calm();
      // In a small catalog one of them becomes a full one, as it should.
      results.add(row, vault.run("backup"));
      stored += vault.sizeOfLatest();
    }
    results.of(row).stored(stored);
    double part = (double) stored / results.of(full).stored().orElseThrow() / IN_A_ROW;
    results.promiseNumber(
        "stored bytes of %d incrementals in a row : as many fulls".formatted(IN_A_ROW),
        Limit.of(0.02),
        part,
        "%.4f".formatted(part));
  }

  private void restores(int rounds) throws SQLException {
    String newest = vault.latest().get("id").asString();
    String fresh = Ours.summary(backup(vault, "full")).get("backup_id").asString();
    for (int round = 1; round <= rounds; round++) {
      Benchmark.VAULT.say("round %d of %d: restore".formatted(round, rounds));
      for (String id : List.of(fresh, newest)) {
        bench.calm();
        String what = id.equals(fresh) ? "a full" : "the last incremental";
        results.add(new Line("restore of " + what, link), vault.run("restore", id, "--yes"));
        vault.run("undo", "--release", "--yes");
      }
    }
  }

  /** Incremental backups are not asked for by their name: nobody does. */
  private Sample backup(Ours ours, String type) throws SQLException {
    bench.calm();
    Sample sample =
        type.equals("full")
            ? ours.run("backup", "--type", "full", "--json")
            : ours.run("backup", "--json");
    String taken = Ours.summary(sample).get("backup").get("type").asString();
    if (!taken.equals(type)) {
      throw new IllegalStateException(
          "a backup became %s instead of %s: %s".formatted(taken, type, sample.lastLine()));
    }
    return sample;
  }
}
