package org.nessiebackup.benchmarks;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.Sample;

/**
 * Nessie's own export, which is not exact, beside ours in the same format. Once is enough; nobody
 * brings it back: Nessie's import wants a store with nothing in it, and gives back something else.
 */
final class NessieExport {
  private NessieExport() {}

  /**
   * Takes part whether or not Nessie's tool is there.
   *
   * @param tool its jar
   */
  static Contender over(Link link, Workbench bench, Optional<Path> tool) {
    Line theirs = new Line("Nessie's `export`, not exact", link);
    Line ours = new Line("`nessie-backup export --live --format nessie-zip`", link);
    Path file = bench.folder().resolve("nessie.zip");
    return new Contender(
        List.of(theirs, ours),
        List.of(),
        Optional::empty,
        (round, results) -> {
          if (round > 1) {
            return;
          }
          if (tool.isPresent()) {
            bench.calm();
            FileTree.delete(file);
            Sample sample = export(bench, link, tool.get().toAbsolutePath(), file);
            results.add(theirs, sample, FileTree.size(file));
          } else {
            results.of(theirs).missing("not measured: `--nessie-tool` names no jar");
          }
          bench.calm();
          FileTree.delete(file);
          Sample sample =
              new Ours(bench, link, "vault")
                  .run("export", "--live", "--format", "nessie-zip", "-f", file.toString());
          results.add(ours, sample, FileTree.size(file));
        },
        (round, results) -> {});
  }

  private static Sample export(Workbench bench, Link link, Path tool, Path file) {
    Map<String, String> environment = new HashMap<>();
    environment.put("NESSIE_VERSION_STORE_TYPE", "JDBC2");
    environment.put("NESSIE_VERSION_STORE_PERSIST_JDBC_DATASOURCE", "postgresql");
    environment.put("QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL", bench.jdbcUrl(link));
    environment.put("QUARKUS_DATASOURCE_POSTGRESQL_USERNAME", bench.server().user());
    environment.put("QUARKUS_DATASOURCE_POSTGRESQL_PASSWORD", "not asked for");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return bench
        .processes(environment)
        .run(List.of(java, "-jar", tool.toString(), "export", "--path", file.toString()));
  }
}
