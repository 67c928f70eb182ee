package org.nessiebackup.benchmarks;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** How long Nessie was away, as a section of Markdown. */
final class DowntimeReport {
  private static final double MOST = 3;

  private final List<Double> plain = new ArrayList<>();
  private final List<Double> restores = new ArrayList<>();
  private final List<Double> said = new ArrayList<>();
  private final List<Double> preparing = new ArrayList<>();
  private final List<Double> exchanging = new ArrayList<>();

  void plain(double seconds) {
    plain.add(seconds);
  }

  /** An outage, and what the command says of it. */
  void restore(double seconds, JsonNode summary) {
    restores.add(seconds);
    JsonNode nessie = summary.get("kubernetes");
    said.add(nessie.get("downtime_seconds").asDouble());
    preparing.add(nessie.get("step_seconds").get("preparing").asDouble());
    exchanging.add(nessie.get("step_seconds").get("exchanging").asDouble());
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  String markdown(LocalDate date, int commits, String server, Machine machine) {
    double more = median(restores) - median(plain);
    return String.format(
        Locale.ROOT,
        """

        ## %s: Nessie's downtime in a restore, %,d commits

        The same catalog as above, PostgreSQL %s, the real Nessie 0.99.0 as a process that a test kubelet starts and stops.
        Measured by a client that asks all the time: from its last answer before to the first one after.

        %s

        | Nessie does not answer | median | all rounds |
        |---|--:|---|
        %s%s%s%s%s
        | promise | limit | measured | |
        |---|---|--:|---|
        | downtime of a restore, less that of the plain stop and start | ≤ 3 s | %.2f s | %s |
        """,
        date,
        commits,
        server,
        machine.describe(),
        line("stopped and started, nothing else: scaled 1 → 0 → 1", plain),
        line("`restore latest --kubernetes`", restores),
        line("as the command itself says", said),
        line("of that, the exchange", exchanging),
        line("while Nessie serves: loading and comparing", preparing),
        more,
        more <= MOST ? "kept" : "not kept");
  }

  private static String line(String what, List<Double> seconds) {
    return String.format(
        Locale.ROOT,
        "| %s | %.2f s | %s |%n",
        what,
        median(seconds),
        seconds.stream()
            .map(value -> String.format(Locale.ROOT, "%.2f", value))
            .collect(Collectors.joining(", ")));
  }
}
