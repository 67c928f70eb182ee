package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** {@code pg_dump} as text, and {@code psql}. */
final class PlainDump implements Contender {
  private static final String DATABASE = "restored_by_psql";

  private final Workbench bench;
  private final Link link;
  private final MeasuredProcess processes;
  private final Path file;

  PlainDump(Workbench bench, Link link) {
    this.bench = bench;
    this.link = link;
    this.processes = bench.processes(bench.environment(link));
    this.file = bench.folder().resolve("plain.sql");
  }

  static Line backup(Link link) {
    return new Line("`pg_dump --clean --if-exists` to a file", link);
  }

  static Line restore(Link link) {
    return new Line("`psql -f` of that", link);
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
    return bench.client("pg_dump").isPresent() && bench.client("psql").isPresent()
        ? Optional.empty()
        : Optional.of("not installed, or older than the server");
  }

  @Override
  public void backup(int round, Results results) throws SQLException {
    bench.calm();
    results
        .of(backup(link))
        .add(
            processes.run(
                List.of(
                    bench.client("pg_dump").orElseThrow().toString(),
                    "--clean",
                    "--if-exists",
                    "-f",
                    file.toString())));
    results.of(backup(link)).stored(FileTree.size(file));
  }

  @Override
  public void restore(int round, Results results) throws SQLException {
    results
        .of(restore(link))
        .add(
            bench.restoreInto(
                DATABASE,
                () ->
                    processes.run(
                        List.of(
                            bench.client("psql").orElseThrow().toString(),
                            "-X",
                            "-q",
                            "-o",
                            "/dev/null",
                            "-v",
                            "ON_ERROR_STOP=1",
                            "-d",
                            DATABASE,
                            "-f",
                            file.toString()))));
  }
}
