package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.Machine;
import org.nessiebackup.benchmarks.measure.MeasuredProcess;
import org.nessiebackup.benchmarks.measure.Results;

/** Measures commands on a vault with many backups. */
final class ManyBackups {
  private static final List<String> COMMANDS =
      List.of(
          "list",
          "list --json",
          "status",
          "prune --dry-run",
          "prune --dry-run --json",
          "show latest");

  private ManyBackups() {}

  static String measure(Arguments arguments) throws IOException {
    int backups = ((CatalogSource.Generated) arguments.catalog()).commits();
    Machine machine = Machine.here();
    Optional<Path> given = arguments.files().work();
    Path work =
        given.isPresent()
            ? Files.createDirectories(given.get().toAbsolutePath())
            : Files.createTempDirectory("nessie-backup-many");
    Path vault = work.resolve("vault");
    Benchmark.MANY.say("writing backups");
    new BigVault(vault).with(backups);
    MeasuredProcess process =
        new MeasuredProcess(
            work, Map.of("NESSIE_BACKUP_VAULT", vault.toString()), () -> Double.NaN);
    Results results = new Results();
    for (int round = 0; round < arguments.rounds(); round++) {
      for (String command : COMMANDS) {
        Benchmark.MANY.say(command);
        List<String> line = new ArrayList<>(List.of(Ours.launcher().toString()));
        line.addAll(List.of(command.split(" ")));
        results.add(new Line("`" + command + "`", Link.LOCAL), process.run(line));
      }
    }
    if (given.isEmpty()) {
      FileTree.delete(work);
    }
    return results.markdown(
        "%,d backups in one vault".formatted(backups),
        "A signed vault in a folder, one backup each quarter of an hour, two tables in each.",
        machine);
  }
}
