package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.MeasuredProcess;
import org.nessiebackup.benchmarks.measure.Results;

/** {@code pg_dump} in one of its formats, and what brings it back. */
final class Dump implements Contender {
  private final Format format;
  private final Workbench bench;
  private final Link link;
  private final MeasuredProcess processes;
  private final Path file;

  /** What differs. */
  enum Format {
    /** Text. */
    PLAIN(
        "`pg_dump --clean --if-exists` to a file",
        List.of("--clean", "--if-exists"),
        "psql",
        "`psql -f` of that",
        List.of("-X", "-q", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1", "-f")),

    /** Its own, which takes long: one backup is enough. */
    CUSTOM(
        "`pg_dump -Fc`", List.of("-Fc"), "pg_restore", "`pg_restore -j2` of that", List.of("-j2"));

    private final String backup;
    private final List<String> dumped;
    private final String client;
    private final String restore;
    private final List<String> restored;

    Format(
        String backup, List<String> dumped, String client, String restore, List<String> restored) {
      this.backup = backup;
      this.dumped = dumped;
      this.client = client;
      this.restore = restore;
      this.restored = restored;
    }

    Line backup(Link link) {
      return new Line(backup, link);
    }

    Line restore(Link link) {
      return new Line(restore, link);
    }

    private String database() {
      return "restored_by_" + client;
    }
  }

  Dump(Format format, Workbench bench, Link link) {
    this.format = format;
    this.bench = bench;
    this.link = link;
    this.processes = bench.processes(bench.environment(link));
    this.file = bench.folder().resolve(format.client + ".dump");
  }

  @Override
  public List<Line> backups() {
    return List.of(format.backup(link));
  }

  @Override
  public List<Line> restores() {
    return List.of(format.restore(link));
  }

  @Override
  public Optional<String> prepare() {
    return bench.client("pg_dump").isPresent() && bench.client(format.client).isPresent()
        ? Optional.empty()
        : Optional.of("not installed, or older than the server");
  }

  @Override
  public void backup(int round, Results results) throws SQLException {
    if (format == Format.CUSTOM && round > 1) {
      return;
    }
    bench.calm();
    List<String> command = command("pg_dump", format.dumped);
    command.addAll(List.of("-f", file.toString()));
    results.add(format.backup(link), processes.run(command), FileTree.size(file));
  }

  @Override
  public void restore(int round, Results results) throws SQLException {
    List<String> command = command(format.client, List.of("-d", format.database()));
    command.addAll(format.restored);
    command.add(file.toString());
    results.add(
        format.restore(link), bench.restoreInto(format.database(), () -> processes.run(command)));
  }

  private List<String> command(String client, List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(bench.client(client).orElseThrow().toString());
    command.addAll(options);
    return command;
  }
}
