package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Measures and prints. Started by {@code benchmarks/graph}. */
public final class GraphCosts {
  private GraphCosts() {}

  /** Ends with 0 when all was measured, whatever the result; with 2 if asked for nonsense. */
  public static void main(String[] words) throws SQLException, IOException {
    Arguments arguments;
    try {
      arguments = Arguments.parse(words);
    } catch (IllegalArgumentException e) {
      System.err.println("graph: " + e.getMessage());
      System.exit(2);
      return;
    }
    System.out.print(measure(arguments));
  }

  /** Measures; the report is appended to the file that the arguments name. */
  static String measure(Arguments arguments) throws SQLException, IOException {
    Machine machine = Machine.here();
    System.err.println("graph: filling a catalog");
    try (Workbench bench = Workbench.open(arguments)) {
      GraphRace race = new GraphRace(bench, Compare.launcher());
      GraphTimes report = race.run(arguments.rounds());
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
}
