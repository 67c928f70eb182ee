package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.function.Function;

/** Measures something and tells it as a section of Markdown. */
interface Benchmark {
  String OLDER = "\n## Before\n";

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

  /**
   * The report, which also goes into the file that the arguments name: in front of the section of
   * older ones, or at the end if there is none.
   */
  static String report(Arguments arguments, Benchmark benchmark) throws SQLException, IOException {
    String markdown = benchmark.measure(arguments);
    if (arguments.files().output().isPresent()) {
      Path file = arguments.files().output().get();
      String before = Files.exists(file) ? Files.readString(file) : "";
      int older = before.indexOf(OLDER);
      int place = older < 0 ? before.length() : older;
      Files.writeString(file, before.substring(0, place) + markdown + before.substring(place));
    }
    return markdown;
  }
}
