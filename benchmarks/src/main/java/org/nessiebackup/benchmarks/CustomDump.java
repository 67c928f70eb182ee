package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** {@code pg_dump} in its own format, and {@code pg_restore}. Takes long: one backup is enough. */
final class CustomDump implements Contender {
  private static final String DATABASE = "restored_by_pg_restore";

  private final Workbench bench;
  private final Link link;
  private final MeasuredProcess processes;
  private final Path file;

  CustomDump(Workbench bench, Link link) {
    this.bench = bench;
    this.link = link;
    this.processes = bench.processes(bench.environment(link));
    this.file = bench.folder().resolve("custom.dump");
  }

  static Line backup(Link link) {
    return new Line("`pg_dump -Fc`", link);
  }

  static Line restore(Link link) {
    return new Line("`pg_restore -j2` of that", link);
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
    return bench.client("pg_dump").isPresent() && bench.client("pg_restore").isPresent()
        ? Optional.empty()
        : Optional.of("not installed, or older than the server");
  }

  @Override
  public void backup(int round, Results results) throws SQLException {
    if (round > 1) {
      return;
    }
    bench.calm();
    results
        .of(backup(link))
        .add(
            processes.run(
                List.of(
                    bench.client("pg_dump").orElseThrow().toString(),
                    "-Fc",
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
                            bench.client("pg_restore").orElseThrow().toString(),
                            "-j2",
                            "-d",
                            DATABASE,
                            file.toString()))));
  }
}
