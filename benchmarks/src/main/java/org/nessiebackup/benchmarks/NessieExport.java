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
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.benchmarks.measure.Sample;

/**
 * Nessie's own export, which is not exact, beside ours in the same format. Once is enough; nobody
 * brings it back.
 */
final class NessieExport implements Contender {
  private final Workbench bench;
  private final Link link;
  private final Optional<Path> tool;
  private final Path file;
  private final Ours ours;

  NessieExport(Workbench bench, Link link, Optional<Path> tool) {
    this.bench = bench;
    this.link = link;
    this.tool = tool.map(Path::toAbsolutePath);
    this.file = bench.folder().resolve("nessie.zip");
    this.ours = new Ours(bench, link, "vault");
  }

  private Line theirs() {
    return new Line("Nessie's `export`, not exact", link);
  }

  private Line ours() {
    return new Line("`nessie-backup export --live --format nessie-zip`", link);
  }

  @Override
  public List<Line> backups() {
    return List.of(theirs(), ours());
  }

  @Override
  public List<Line> restores() {
    return List.of();
  }

  @Override
  public Optional<String> prepare() {
    return Optional.empty();
  }

  @Override
  public void backup(int round, Results results) throws SQLException {
    if (round > 1) {
      return;
    }
    if (tool.isPresent()) {
      bench.calm();
      FileTree.delete(file);
      results.add(theirs(), export(tool.get()), FileTree.size(file));
    } else {
      results.of(theirs()).missing("not measured: `--nessie-tool` names no jar");
    }
    bench.calm();
    FileTree.delete(file);
    Sample sample = ours.run("export", "--live", "--format", "nessie-zip", "-f", file.toString());
    results.add(ours(), sample, FileTree.size(file));
  }

  private Sample export(Path jar) {
    Map<String, String> environment = new HashMap<>();
    environment.put("NESSIE_VERSION_STORE_TYPE", "JDBC2");
    environment.put("NESSIE_VERSION_STORE_PERSIST_JDBC_DATASOURCE", "postgresql");
    environment.put("QUARKUS_DATASOURCE_POSTGRESQL_JDBC_URL", bench.jdbcUrl(link));
    environment.put("QUARKUS_DATASOURCE_POSTGRESQL_USERNAME", bench.server().user());
    environment.put("QUARKUS_DATASOURCE_POSTGRESQL_PASSWORD", "not asked for");
    return bench
        .processes(environment)
        .run(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                jar.toString(),
                "export",
                "--path",
                file.toString()));
  }

  @Override
  public void restore(int round, Results results) {
    // Nessie's import wants a store with nothing in it, and gives back something else.
  }
}
