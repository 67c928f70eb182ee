package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import org.nessiebackup.benchmarks.measure.Machine;
import org.nessiebackup.benchmarks.measure.Results;

/**
 * Measures what a vault costs: encryption, incremental backups, chains. Started by {@code
 * benchmarks/vault}.
 */
public final class VaultCosts {
  private static final String ABOUT =
      """
      Whole processes, starts included, in turn, after a checkpoint each, over TCP on loopback. Vaults are encrypted and
      signed unless it says otherwise.
      """;

  private VaultCosts() {}

  public static void main(String[] words) throws SQLException, IOException {
    Benchmark.run("vault", Growth::read, VaultCosts::measure, words);
  }

  static String measure(Arguments arguments) throws SQLException, IOException {
    Machine machine = Machine.here();
    System.err.println("vault: filling a catalog");
    try (Workbench bench = Workbench.open(arguments)) {
      String title = "what a vault costs, " + bench.size();
      String about = bench.describe() + "\n" + ABOUT;
      Results results = new VaultRace(bench, arguments.link()).run(arguments.rounds());
      return results.markdown(title, about, machine);
    }
  }
}
