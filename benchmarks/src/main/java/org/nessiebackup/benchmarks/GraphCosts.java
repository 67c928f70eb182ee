package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.sql.SQLException;
import org.nessiebackup.benchmarks.measure.Machine;
import org.nessiebackup.benchmarks.measure.Results;

/**
 * Measures what it takes to prove a catalog whole and to look into it. Started by {@code
 * benchmarks/graph}.
 */
public final class GraphCosts {
  private static final String ABOUT =
      """
      Whole processes, starts included, in turn. The vault is encrypted and signed.
      """;

  private GraphCosts() {}

  public static void main(String[] words) throws SQLException, IOException {
    Benchmark.run("graph", Growth::read, GraphCosts::measure, words);
  }

  static String measure(Arguments arguments) throws SQLException, IOException {
    Machine machine = Machine.here();
    System.err.println("graph: filling a catalog");
    try (Workbench bench = Workbench.open(arguments)) {
      String title = "the graph of a catalog, " + bench.size();
      String about = bench.describe() + "\n" + ABOUT;
      Results results = new GraphRace(bench, arguments.link()).run(arguments.rounds());
      return results.markdown(title, about, machine);
    }
  }
}
