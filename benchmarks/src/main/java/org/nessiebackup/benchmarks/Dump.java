package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.MeasuredProcess;

/** {@code pg_dump} in one of its formats, and what brings it back. */
enum Dump {
  /** Text. */
  PLAIN(
      "`pg_dump --clean --if-exists` to a file",
      List.of("--clean", "--if-exists"),
      "psql",
      "`psql -f` of that",
      List.of("-X", "-q", "-o", "/dev/null", "-v", "ON_ERROR_STOP=1", "-f")),
  /** Its own, which takes long: one backup is enough. */
  CUSTOM("`pg_dump -Fc`", List.of("-Fc"), "pg_restore", "`pg_restore -j2` of that", List.of("-j2"));

  private final String backup;
  private final List<String> dumped;
  private final String client;
  private final String restore;
  private final List<String> restored;

  Dump(String backup, List<String> dumped, String client, String restore, List<String> restored) {
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

  Contender over(Link link, Workbench bench) {
    MeasuredProcess processes = bench.processes(bench.environment(link));
    String file = bench.folder().resolve(client + ".dump").toString();
    String database = "restored_by_" + client;
    return new Contender(
        List.of(backup(link)),
        List.of(restore(link)),
        () ->
            bench.hasClients("pg_dump", client)
                ? Optional.empty()
                : Optional.of("not installed, or older than the server"),
        (round, results) -> {
          if (this == PLAIN || round == 1) {
            bench.calm();
            String program = bench.client("pg_dump").orElseThrow().toString();
            List<String> command = words(List.of(program), dumped, List.of("-f", file));
            results.add(backup(link), processes.run(command), FileTree.size(Path.of(file)));
          }
        },
        (round, results) -> {
          String program = bench.client(client).orElseThrow().toString();
          List<String> command = words(List.of(program, "-d", database), restored, List.of(file));
          results.add(restore(link), bench.restoreInto(database, () -> processes.run(command)));
        });
  }

  private static List<String> words(List<String> first, List<String> options, List<String> last) {
    return Stream.of(first, options, last).flatMap(List::stream).toList();
  }
}
