package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
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

/** Measures commands on a vault with many backups. Started by {@code benchmarks/many}. */
public final class ManyBackups {
  private static final int USUAL = 10_000;
  private static final List<String> COMMANDS =
      List.of(
          "list",
          "list --json",
          "status",
          "prune --dry-run",
          "prune --dry-run --json",
          "show latest");

  private ManyBackups() {}

  public static void main(String[] words) throws SQLException, IOException {
    Benchmark.run("many", ManyBackups::read, ManyBackups::measure, words);
  }

  private static Arguments read(String... words) {
    Arguments arguments = Arguments.parse(USUAL, words);
    if (arguments.catalog().isReal()) {
      throw new IllegalArgumentException("backups are counted here, and no catalog is read");
    }
    return arguments;
  }

  static String measure(Arguments arguments) throws IOException {
    int backups = ((CatalogSource.Generated) arguments.catalog()).commits();
    Machine machine = Machine.here();
    Optional<Path> given = arguments.files().work();
    Path work =
        given.isPresent()
            ? Files.createDirectories(given.get().toAbsolutePath())
            : Files.createTempDirectory("nessie-backup-many");
    Path vault = work.resolve("vault");
    System.err.println("many: writing backups");
    new BigVault(vault).with(backups);
    MeasuredProcess process =
        new MeasuredProcess(
            work, Map.of("NESSIE_BACKUP_VAULT", vault.toString()), () -> Double.NaN);
    Results results = new Results();
    for (int round = 0; round < arguments.rounds(); round++) {
      for (String command : COMMANDS) {
        System.err.println("many: " + command);
        List<String> line = new ArrayList<>(List.of(Ours.launcher().toString()));
        line.addAll(List.of(command.split(" ")));
        results.of(new Line("`" + command + "`", Link.LOCAL)).add(process.run(line));
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
