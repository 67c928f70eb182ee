package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.MeasuredProcess;
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.benchmarks.measure.Sample;

/** {@code pg_dump} into restic, which encrypts, compresses and keeps what is new. */
final class Restic implements Contender {
  private static final String DATABASE = "restored_by_restic";

  private final Workbench bench;
  private final Link link;
  private final MeasuredProcess processes;
  private final Path repository;

  Restic(Workbench bench, Link link) {
    this.bench = bench;
    this.link = link;
    this.repository = bench.folder().resolve("restic");
    Map<String, String> environment = new HashMap<>(bench.environment(link));
    environment.put("RESTIC_REPOSITORY", repository.toString());
    environment.put("RESTIC_PASSWORD", "of a benchmark");
    environment.put("RESTIC_CACHE_DIR", bench.folder().resolve("restic-cache").toString());
    this.processes = bench.processes(environment);
  }

  static Line backup(Link link) {
    return new Line("`pg_dump` into `restic backup --stdin`", link);
  }

  static Line restore(Link link) {
    return new Line("`restic dump` into `psql`", link);
  }

  @Override
  public List<Line> backups() {
    return List.of(backup(link));
  }

  @Override
  public List<Line> restores() {
    return List.of(restore(link));
  }

  @Override
  public Optional<String> prepare() {
    return Programs.onPath("restic").isPresent()
            && bench.client("pg_dump").isPresent()
            && bench.client("psql").isPresent()
        ? Optional.empty()
        : Optional.of("not installed");
  }

  @Override
  public void backup(int round, Results results) throws SQLException {
    FileTree.delete(repository);
    shell("restic init --quiet");
    bench.calm();
    Sample sample =
        shell(
            "\"%s\" --clean --if-exists | restic backup --quiet --stdin --stdin-filename a.sql"
                .formatted(bench.client("pg_dump").orElseThrow()));
    results.add(backup(link), sample, FileTree.size(repository));
  }

  @Override
  public void restore(int round, Results results) throws SQLException {
    String command =
        "restic dump --quiet latest /a.sql | \"%s\" -X -q -o /dev/null -v ON_ERROR_STOP=1 -d %s"
            .formatted(bench.client("psql").orElseThrow(), DATABASE);
    results.add(restore(link), bench.restoreInto(DATABASE, () -> shell(command)));
  }

  private Sample shell(String text) {
    return processes.run(List.of("/bin/sh", "-c", text));
  }
}
