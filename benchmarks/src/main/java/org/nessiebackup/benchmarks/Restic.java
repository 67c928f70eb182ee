package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.MeasuredProcess;
import org.nessiebackup.benchmarks.measure.Sample;

/** {@code pg_dump} into restic, which encrypts, compresses and keeps what is new. */
final class Restic {
  private static final String DATABASE = "restored_by_restic";

  private Restic() {}

  static Contender over(Link link, Workbench bench) {
    Line backup = new Line("`pg_dump` into `restic backup --stdin`", link);
    Line restore = new Line("`restic dump` into `psql`", link);
    Path repository = bench.folder().resolve("restic");
    Map<String, String> environment = new HashMap<>(bench.environment(link));
    environment.put("RESTIC_REPOSITORY", repository.toString());
    environment.put("RESTIC_PASSWORD", "of a benchmark");
    environment.put("RESTIC_CACHE_DIR", bench.folder().resolve("restic-cache").toString());
    MeasuredProcess processes = bench.processes(environment);
    return new Contender(
        List.of(backup),
        List.of(restore),
        () ->
            Programs.onPath("restic").isPresent() && bench.hasClients("pg_dump", "psql")
                ? Optional.empty()
                : Optional.of("not installed"),
        (round, results) -> {
          FileTree.delete(repository);
          shell(processes, "restic init --quiet");
          bench.calm();
          Sample sample =
              shell(
                  processes,
                  "\"%s\" --clean --if-exists | restic backup --quiet --stdin --stdin-filename a.sql"
                      .formatted(bench.client("pg_dump").orElseThrow()));
          results.add(backup, sample, FileTree.size(repository));
        },
        (round, results) -> {
          String command =
              "restic dump --quiet latest /a.sql | \"%s\" -X -q -o /dev/null -v ON_ERROR_STOP=1 -d %s"
                  .formatted(bench.client("psql").orElseThrow(), DATABASE);
          results.add(restore, bench.restoreInto(DATABASE, () -> shell(processes, command)));
        });
  }

  private static Sample shell(MeasuredProcess processes, String text) {
    return processes.run(List.of("/bin/sh", "-c", text));
  }
}
