package org.nessiebackup.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.nessiebackup.benchmarks.measure.FileTree;
import org.nessiebackup.benchmarks.measure.Line;
import org.nessiebackup.benchmarks.measure.Link;
import org.nessiebackup.benchmarks.measure.MeasuredProcess;
import org.nessiebackup.benchmarks.measure.Results;
import org.nessiebackup.benchmarks.measure.Sample;

/**
 * pgBackRest, which copies the files of the whole server, as the account that they belong to. Its
 * files are beside those of the server, where that account may write.
 */
final class PgBackRest {
  private static final Line BACKUP =
      new Line("`pgbackrest backup --type=full`, the whole server", Link.LOCAL);
  private static final Line RESTORE =
      new Line("`pgbackrest restore`, files without the start of a server", Link.LOCAL);

  private final Workbench bench;
  private final MeasuredProcess processes;
  private final Path folder;
  private final Path repository;
  private final Path restored;
  private final Path settings;
  private final Path archiving;

  PgBackRest(Workbench bench) {
    this.bench = bench;
    this.processes = bench.processes(Map.of());
    this.folder = bench.server().dataFolder().resolveSibling("pgbackrest");
    this.repository = folder.resolve("repository");
    this.restored = folder.resolve("restored");
    this.settings = folder.resolve("pgbackrest.conf");
    this.archiving = folder.resolve("archiving");
  }

  Contender contender() {
    return new Contender(
        List.of(BACKUP),
        List.of(RESTORE),
        this::prepare,
        (round, results) -> backup(results),
        (round, results) -> restore(results));
  }

  /** The server gets an archive of its log, which is only written while pgBackRest is at work. */
  private Optional<String> prepare() throws SQLException, IOException {
    if (Programs.onPath("pgbackrest").isEmpty() || !bench.hasClients("psql")) {
      return Optional.of("not installed");
    }
    asOwner("/bin/mkdir", "-p", repository.toString());
    Files.writeString(settings, configuration());
    String socket = folder.toString();
    bench.execute(
        "postgres",
        "ALTER SYSTEM SET archive_mode = on",
        "ALTER SYSTEM SET archive_command = 'test ! -e %s || %s archive-push %%p'"
            .formatted(archiving, String.join(" ", command())),
        "ALTER SYSTEM SET unix_socket_directories = '%s'".formatted(socket));
    bench.server().restart();
    try {
      pgbackrest("stanza-create");
    } catch (IllegalStateException tooOldForTheServer) {
      return Optional.of("not measured: it cannot work with this server");
    }
    return Optional.empty();
  }

  private String configuration() {
    return """
    [global]
    repo1-path=%s
    repo1-cipher-type=aes-256-cbc
    repo1-cipher-pass=of a benchmark
    repo1-retention-full=1
    compress-type=zst
    process-max=2
    start-fast=y
    log-level-file=off
    lock-path=%s
    spool-path=%s
    [lake]
    pg1-path=%s
    pg1-port=%d
    pg1-socket-path=%s
    pg1-user=%s
    """
        .formatted(
            repository,
            folder.resolve("lock"),
            folder.resolve("spool"),
            bench.server().dataFolder(),
            bench.server().port(),
            folder,
            bench.server().user());
  }

  private void backup(Results results) throws SQLException {
    bench.calm();
    asOwner("/usr/bin/touch", archiving.toString());
    try {
      results.add(BACKUP, pgbackrest("--type=full", "backup"));
    } finally {
      asOwner("/bin/rm", archiving.toString());
    }
    results.of(BACKUP).stored(FileTree.size(repository.resolve("backup/lake")));
  }

  private void restore(Results results) throws IOException {
    asOwner("/bin/mkdir", "-m", "700", restored.toString());
    results.add(RESTORE, pgbackrest("--pg1-path=" + restored, "restore"));
    requireWhole();
    asOwner("/bin/rm", "-rf", restored.toString());
  }

  /** Lets a server start from the files, and queries it. */
  private void requireWhole() throws IOException {
    String control = bench.server().serverFolder().resolve("pg_ctl").toString();
    String options = "-c listen_addresses= -c archive_mode=off -p " + bench.server().port();
    asOwner("/bin/mkdir", "-p", restored.resolve("socket").toString());
    asOwner(
        control,
        "-D",
        restored.toString(),
        "-l",
        restored.resolve("restored.log").toString(),
        "-o",
        options + " -c unix_socket_directories=" + restored.resolve("socket"),
        "-w",
        "start");
    try {
      String actual =
          Programs.output(
              List.of(
                  bench.client("psql").orElseThrow().toString(),
                  "-XAt",
                  "-h",
                  restored.resolve("socket").toString(),
                  "-p",
                  String.valueOf(bench.server().port()),
                  "-U",
                  bench.server().user(),
                  "-d",
                  Workbench.DATABASE,
                  "-c",
                  Workbench.CONTENT));
      if (!actual.equals(bench.query(Workbench.DATABASE, Workbench.CONTENT))) {
        throw new IllegalStateException("pgBackRest has restored " + actual);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      asOwner(control, "-D", restored.toString(), "-m", "immediate", "stop");
    }
  }

  private List<String> command() {
    return List.of("pgbackrest", "--config=" + settings, "--stanza=lake");
  }

  private Sample pgbackrest(String... words) {
    return asOwner(Stream.concat(command().stream(), Stream.of(words)).toArray(String[]::new));
  }

  private Sample asOwner(String... command) {
    return processes.run(new ArrayList<>(bench.server().asOwner(List.of(command))));
  }
}
