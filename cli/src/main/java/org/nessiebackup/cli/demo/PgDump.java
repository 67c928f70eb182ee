package org.nessiebackup.cli.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nessiebackup.Cancellation;
import org.nessiebackup.sandbox.PostgresServer;

/** The pg_dump of this machine, to compare with. */
record PgDump(Cancellation cancellation, String version, int majorVersion) {
  private static final Pattern VERSION = Pattern.compile("\\(PostgreSQL\\) ((\\d+)\\S*)");

  /** The one on the path, if there is one. */
  static Optional<PgDump> find(Cancellation cancellation) {
    try {
      Path answer = Files.createTempFile("nessie-backup-demo-", ".txt");
      try {
        run(List.of("pg_dump", "--version"), answer, cancellation);
        Matcher matcher = VERSION.matcher(Files.readString(answer, StandardCharsets.UTF_8));
        return matcher.find()
            ? Optional.of(
                new PgDump(cancellation, matcher.group(1), Integer.parseInt(matcher.group(2))))
            : Optional.empty();
      } finally {
        Files.deleteIfExists(answer);
      }
    } catch (IOException e) {
      // Not installed, which is what we wanted to know.
      return Optional.empty();
    }
  }

  /** It refuses servers that are newer than itself. */
  boolean canDump(PostgresServer server) {
    return majorVersion >= server.majorVersion();
  }

  /** Dumps the catalog into a file, whose length is answered. */
  long dump(PostgresServer server, String format, Path file) throws IOException {
    List<String> command =
        List.of(
            "pg_dump",
            "--host=" + server.host(),
            "--port=" + server.port(),
            "--username=" + server.user(),
            "--schema=" + DemoCatalog.SCHEMA,
            "--format=" + format,
            "--file=" + file,
            DemoCatalog.DATABASE);
    Path answer = file.resolveSibling(file.getFileName() + ".log");
    if (run(command, answer, cancellation) != 0) {
      throw new IOException("pg_dump failed: " + Files.readString(answer).strip());
    }
    return Files.size(file);
  }

  private static int run(List<String> command, Path answer, Cancellation cancellation)
      throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(answer.toFile())
            .start();
    Cancellation.Registration stop = cancellation.onRequest(process::destroyForcibly);
    try {
      int status = process.waitFor();
      cancellation.check();
      return status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Cancellation.interrupted(e);
    } finally {
      stop.close();
      process.destroyForcibly();
    }
  }
}
