package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Measures and prints. Started by {@code benchmarks/compare}, which says what can be asked for. */
public final class Compare {
  private Compare() {}

  /** Ends with 0 when all was measured, whatever the result; with 2 if asked for nonsense. */
  public static void main(String[] words) throws SQLException, IOException {
    Arguments arguments;
    try {
      arguments = Arguments.parse(words);
    } catch (IllegalArgumentException e) {
      System.err.println("compare: " + e.getMessage());
      System.exit(2);
      return;
    }
    System.out.print(measure(arguments));
  }

  /** Measures; the report is appended to the file that the arguments name. */
  static String measure(Arguments arguments) throws SQLException, IOException {
    Path launcher = launcher();
    Machine machine = Machine.here();
    System.err.println("compare: filling a catalog");
    try (Workbench bench = Workbench.open(arguments)) {
      Measurements measured = new Race(bench, launcher).run(arguments.rounds());
      String markdown =
          new Report(
                  LocalDate.now(ZoneOffset.UTC),
                  arguments.commits(),
                  Long.parseLong(
                      bench.query(
                          Workbench.DATABASE,
                          "SELECT (SELECT count(*) FROM nessie.objs2)"
                              + " + (SELECT count(*) FROM nessie.refs2)")),
                  Long.parseLong(
                      bench.query(
                          Workbench.DATABASE,
                          "SELECT sum(octet_length(obj_value)) FROM nessie.objs2")),
                  bench.query(Workbench.DATABASE, "SHOW server_version"),
                  machine,
                  measured)
              .markdown();
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

  static Path launcher() {
    String launcher = System.getProperty("benchmarks.launcher");
    if (launcher == null || !Files.isExecutable(Path.of(launcher))) {
      throw new IllegalStateException(
          "the program to measure is not built (\"%s\"): start this by benchmarks/compare"
              .formatted(launcher));
    }
    return Path.of(launcher).toAbsolutePath().normalize();
  }
}
