package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** Measures commands on a vault with many backups. Started by {@code benchmarks/many}. */
public final class ManyBackups {
  private static final int USUAL = 10_000;

  private ManyBackups() {}

  /** Ends with 0 when all was measured; with 2 if asked for nonsense. */
  public static void main(String[] words) throws IOException {
    Arguments arguments;
    try {
      boolean number = words.length > 0 && words[0].matches("\\d+");
      arguments =
          Arguments.parse(
              number
                  ? words
                  : Stream.concat(Stream.of(String.valueOf(USUAL)), Stream.of(words))
                      .toArray(String[]::new));
    } catch (IllegalArgumentException e) {
      System.err.println("many: " + e.getMessage());
      System.exit(2);
      return;
    }
    System.out.print(measure(arguments));
  }

  /** Measures; the report is appended to the file that the arguments name. */
  static String measure(Arguments arguments) throws IOException {
    Path work =
        arguments.work().isPresent()
            ? Files.createDirectories(arguments.work().get())
            : Files.createTempDirectory("nessie-backup-many");
    Path vault = work.resolve("vault");
    System.err.println("many: writing backups");
    new BigVault(vault).with(arguments.commits());
    MeasuredProcess process =
        new MeasuredProcess(work, Map.of("NESSIE_BACKUP_VAULT", vault.toString()));
    Map<String, List<Sample>> samples = new LinkedHashMap<>();
    for (int round = 0; round < arguments.rounds(); round++) {
      for (String command :
          List.of(
              "list",
              "list --json",
              "status",
              "prune --dry-run",
              "prune --dry-run --json",
              "show latest")) {
        System.err.println("many: " + command);
        List<String> line = new ArrayList<>(List.of(Compare.launcher().toString()));
        line.addAll(List.of(command.split(" ")));
        samples.computeIfAbsent(command, name -> new ArrayList<>()).add(process.run(line));
      }
    }
    String markdown = markdown(arguments.commits(), samples);
    if (arguments.output().isPresent()) {
      Files.writeString(
          arguments.output().get(), markdown, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
    return markdown;
  }

  private static String markdown(int backups, Map<String, List<Sample>> samples) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%n## %s: %,d backups in one vault%n%n%s%n%n"
            .formatted(LocalDate.now(ZoneOffset.UTC), backups, Machine.here()));
    text.append("| | median | all | peak memory |%n|---|--:|---|--:|%n".formatted());
    samples.forEach(
        (command, each) -> {
          List<Double> seconds = each.stream().map(Sample::seconds).sorted().toList();
          long peak = each.stream().mapToLong(Sample::peakBytes).max().orElse(0);
          text.append(
              String.format(
                  Locale.ROOT,
                  "| `%s` | %.1f s | %s | %d MB |%n",
                  command,
                  seconds.get(seconds.size() / 2),
                  String.join(
                      ", ",
                      seconds.stream().map(s -> String.format(Locale.ROOT, "%.1f", s)).toList()),
                  peak >> 20));
        });
    return text.toString();
  }
}
