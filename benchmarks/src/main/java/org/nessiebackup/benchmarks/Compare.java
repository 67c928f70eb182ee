package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import org.nessiebackup.benchmarks.measure.Machine;
import org.nessiebackup.benchmarks.measure.Results;

/**
 * Measures full backups and restores beside what a user would use instead. Started by {@code
 * benchmarks/compare}, which says what can be asked for.
 */
public final class Compare {
  private static final String ABOUT =
      """
      Whole processes, starts included, in turn, after a checkpoint each, over TCP on loopback. The server has its own
      default settings, but no autovacuum. Our vault is encrypted and signed, as `init` makes it; restic and pgBackRest
      (which runs beside the server, as the account of its files) encrypt as well. Processor time is that of the command
      and of all that it starts; that of the server stands beside it, and in the promises both are added up.
      """;

  private static final int PROMISED_COMMITS = 20_000;
  private static final String FEW =
      "The promises are about 20,000 commits and more; with fewer, fixed costs such as the start of"
          + " Java weigh more.";

  private Compare() {}

  public static void main(String[] words) throws SQLException, IOException {
    Benchmark.run("compare", Arguments::parse, Compare::measure, words);
  }

  static String measure(Arguments arguments) throws SQLException, IOException {
    Machine machine = Machine.here();
    System.err.println("compare: filling a catalog");
    try (Workbench bench = Workbench.open(arguments)) {
      Results results = new Race(bench, arguments).run(arguments.rounds());
      if (bench.commits() < PROMISED_COMMITS) {
        results.remark(FEW);
      }
      return results.markdown(
          "full backups and restores, " + bench.size(), bench.describe() + "\n" + ABOUT, machine);
    }
  }
}
