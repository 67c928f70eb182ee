package org.nessiebackup.benchmarks;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The costs of a vault as they were measured, and as a section of Markdown. */
final class VaultReport {
  /**
   * One line of the table.
   *
   * @param seconds of each round
   * @param storedBytes in the vault, of the last round; 0 if that means nothing
   */
  private record Line(List<Double> seconds, long storedBytes) {}

  private final Map<String, Line> lines = new LinkedHashMap<>();
  private final List<Target> targets = new ArrayList<>();

  void add(String what, Sample sample, long storedBytes) {
    List<Double> seconds =
        new ArrayList<>(lines.containsKey(what) ? lines.get(what).seconds() : List.of());
    seconds.add(sample.seconds());
    lines.put(what, new Line(List.copyOf(seconds), storedBytes));
  }

  double median(String what) {
    List<Double> sorted = lines.get(what).seconds().stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  long stored(String what) {
    return lines.get(what).storedBytes();
  }

  void promise(String what, String limit, double measured, double most) {
    targets.add(
        new Target(what, limit, String.format(Locale.ROOT, "%.4g", measured), measured <= most));
  }

  String markdown(LocalDate date, int commits, String server, Machine machine) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """

            ## %s: what a vault costs, %,d commits

            The same catalog as above, PostgreSQL %s. Whole processes, JVM start included, in turn; vaults are
            encrypted and signed unless it says otherwise.

            %s

            | what | median | all rounds | stored |
            |---|--:|---|--:|
            """,
            date,
            commits,
            server,
            machine.describe()));
    lines.forEach(
        (what, line) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.2f s | %s | %s |\n",
                    what,
                    median(what),
                    line.seconds().stream()
                        .map(each -> String.format(Locale.ROOT, "%.2f", each))
                        .collect(Collectors.joining(", ")),
                    line.storedBytes() == 0
                        ? ""
                        : String.format(Locale.ROOT, "%,d bytes", line.storedBytes()))));
    text.append("\n| promise | limit | measured | |\n|---|---|--:|---|\n");
    for (Target target : targets) {
      text.append(
          "| %s | %s | %s | %s |\n"
              .formatted(
                  target.what(),
                  target.limit(),
                  target.measured(),
                  target.kept() ? "kept" : "**missed**"));
    }
    return text.toString();
  }
}
