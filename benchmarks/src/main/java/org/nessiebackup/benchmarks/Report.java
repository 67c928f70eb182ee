package org.nessiebackup.benchmarks;

import java.time.LocalDate;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The measurements as a section of Markdown.
 *
 * @param date when
 * @param commits the size of the catalog
 * @param rows and in rows
 * @param rowBytes and in bytes of its objects
 * @param server the server's version
 * @param machine where
 * @param measured what
 */
record Report(
    LocalDate date,
    int commits,
    long rows,
    long rowBytes,
    String server,
    Machine machine,
    Measurements measured) {
  private static final int PROMISED_COMMITS = 20_000;

  String markdown() {
    return heading() + table() + promises() + swap();
  }

  private String heading() {
    return String.format(
        Locale.ROOT,
        """

        ## %s: %,d commits

        A catalog of %,d commits on 8 branches of 400 tables each: %,d rows, %s of objects. PostgreSQL %s,
        with its own default settings but without autovacuum. Whole processes, JVM start included, in turn,
        after a checkpoint each, over TCP on loopback without TLS.

        %s

        """,
        date,
        commits,
        commits,
        rows,
        bytes(OptionalLong.of(rowBytes)),
        server,
        machine.describe());
  }

  private String table() {
    StringBuilder table = new StringBuilder();
    table.append("| what | median | all rounds | peak RSS | stored |\n|---|--:|---|--:|--:|\n");
    for (Contender contender : Contender.values()) {
      String rounds =
          measured.seconds(contender).stream()
              .map(seconds -> String.format(Locale.ROOT, "%.2f", seconds))
              .collect(Collectors.joining(", "));
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s | %s |\n",
              contender.title(),
              seconds(measured.median(contender)),
              rounds.isEmpty() ? "not measured: the program is missing or too old" : rounds,
              bytes(measured.peak(contender)),
              bytes(measured.stored(contender))));
    }
    return table.toString();
  }

  private String promises() {
    StringBuilder table = new StringBuilder();
    if (commits < PROMISED_COMMITS) {
      table.append(
          String.format(
              Locale.ROOT,
              "\nThe promises are about %,d commits and more; with fewer, fixed costs such as the"
                  + " start of the JVM weigh more.\n",
              PROMISED_COMMITS));
    }
    table.append("\n| promise | limit | measured | |\n|---|---|--:|---|\n");
    for (Target target : Target.of(measured)) {
      table.append(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s | %s |\n",
              target.what(),
              target.limit(),
              target.measured(),
              target.kept() ? "kept" : "**missed**"));
    }
    return table.toString();
  }

  private String swap() {
    OptionalDouble swap = measured.swap();
    return swap.isEmpty()
        ? ""
        : String.format(
            Locale.ROOT,
            "\nFrom the lock on the tables to the end of the swap: %.0f ms (median).\n",
            swap.getAsDouble() * 1000);
  }

  private static String seconds(OptionalDouble value) {
    return value.isEmpty() ? "" : String.format(Locale.ROOT, "%.2f s", value.getAsDouble());
  }

  private static String bytes(OptionalLong value) {
    return value.isEmpty() ? "" : String.format(Locale.ROOT, "%.1f MB", value.getAsLong() / 1e6);
  }
}
