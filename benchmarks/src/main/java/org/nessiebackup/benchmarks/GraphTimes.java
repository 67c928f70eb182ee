package org.nessiebackup.benchmarks;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What it took to prove a catalog whole, and as a section of Markdown. */
final class GraphTimes {
  private final Map<String, List<Sample>> samples = new LinkedHashMap<>();
  private final List<Target> targets = new ArrayList<>();

  void add(String what, Sample sample) {
    samples.computeIfAbsent(what, absent -> new ArrayList<>()).add(sample);
  }

  double median(String what) {
    List<Double> sorted = samples.get(what).stream().map(Sample::seconds).sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double peak(String what) {
    return samples.get(what).stream().mapToLong(Sample::peakBytes).max().orElse(0);
  }

  void promise(String what, String limit, double measured, double most) {
    String text =
        most > 1_000
            ? String.format(Locale.ROOT, "%.0f MB", measured / 1e6)
            : String.format(Locale.ROOT, "%.2f s", measured);
    targets.add(new Target(what, limit, text, measured <= most));
  }

  String markdown(LocalDate date, int commits, String server, Machine machine) {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            """

            ## %s: proving a catalog whole, %,d commits

            The same catalog as above, PostgreSQL %s. Whole processes, JVM start included, in turn; the vault is encrypted and signed.

            %s

            | what | median | all rounds | peak memory (RSS) |
            |---|--:|---|--:|
            """,
            date,
            commits,
            server,
            machine.describe()));
    samples.forEach(
        (what, measured) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %s | %.2f s | %s | %.0f MB |\n",
                    what,
                    median(what),
                    measured.stream()
                        .map(sample -> String.format(Locale.ROOT, "%.2f", sample.seconds()))
                        .collect(Collectors.joining(", ")),
                    peak(what) / 1e6)));
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
