package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.util.function.Function;

/** Measures something and tells it as a section of Markdown. */
interface Benchmark {
  String measure(Arguments arguments) throws SQLException, IOException;

  /**
   * Measures and prints. Goes on if all was measured, whatever the result; ends the process with 2
   * if it was asked for nonsense.
   */
  static void run(
      String name, Function<String[], Arguments> reading, Benchmark benchmark, String... words)
      throws SQLException, IOException {
    Arguments arguments;
    try {
      arguments = reading.apply(words);
    } catch (IllegalArgumentException e) {
      System.err.println(name + ": " + e.getMessage());
      System.exit(2);
      return;
    }
    System.out.print(report(arguments, benchmark));
  }

  /** The report, which is also appended to the file that the arguments name. */
  static String report(Arguments arguments, Benchmark benchmark) throws SQLException, IOException {
    String markdown = benchmark.measure(arguments);
    if (arguments.files().output().isPresent()) {
      Files.writeString(
          arguments.files().output().get(),
          markdown,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    }
    return markdown;
  }
}
